@echo off
rem The touch screen: full screen, no way out. Change the address first.
set ADDRESS=http://192.168.1.8:8080/kiosk/
set OPTIONS=--user-data-dir="%LOCALAPPDATA%\cunkou-kiosk" --no-first-run --disable-translate --disable-pinch --overscroll-history-navigation=0 --disk-cache-size=1 --disable-features=Translate,AutofillServerCommunication,msEdgeSidebarV2
set "EDGE=%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe"
set "CHROME=%ProgramFiles%\Google\Chrome\Application\chrome.exe"
:again
if exist "%EDGE%" (
  start "" /wait "%EDGE%" --kiosk %ADDRESS% --edge-kiosk-type=fullscreen %OPTIONS%
) else if exist "%CHROME%" (
  start "" /wait "%CHROME%" --kiosk %OPTIONS% %ADDRESS%
) else (
  echo No browser found.
  pause
  exit /b 1
)
timeout /t 3 >nul
goto again
