#!/bin/sh
# 打开村口 / open the portal: sh start.sh [--demo] [--port 8080] …
cd "$(dirname "$0")" || exit 1
bundle=$(ls -1 cunkou*.pyz 2>/dev/null | sort | tail -n 1)
if [ -z "$bundle" ]; then
  echo "这个文件夹里没有 cunkou*.pyz / there is no cunkou*.pyz in this folder" >&2
  exit 1
fi
for python in python3.14 python3.13 python3.12 python3.11 python3; do
  if command -v "$python" >/dev/null 2>&1 && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    exec "$python" "$bundle" "$@"
  fi
done
echo "要先装 Python 3.11 或者更新的 / Python 3.11 or newer is needed" >&2
exit 1
