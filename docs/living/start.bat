@echo off
rem Opens the portal; with /service it never waits for a key. The words below are UTF-8.
chcp 65001 >nul
cd /d "%~dp0"
set PYTHONUTF8=1
set "OPTIONS=%*"
set SERVICE=
if /i "%~1"=="/service" (
  set SERVICE=1
  set OPTIONS=
)
set BUNDLE=
for %%F in (cunkou*.pyz) do set "BUNDLE=%%F"
if not defined BUNDLE (
  echo 这个文件夹里没有 cunkou*.pyz / there is no cunkou*.pyz in this folder
  goto wait
)
if exist "python\python.exe" (
  "python\python.exe" "%BUNDLE%" %OPTIONS%
) else (
  where py >nul 2>nul
  if errorlevel 1 (python "%BUNDLE%" %OPTIONS%) else (py -3 "%BUNDLE%" %OPTIONS%)
)
:wait
if not defined SERVICE pause
