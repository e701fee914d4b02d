#!/bin/sh
# 触摸屏：全屏打开，退不出去 / the touch screen: full screen, no way out. Change the address first.
ADDRESS=${1:-http://192.168.1.8:8080/kiosk/}
for browser in chromium chromium-browser google-chrome microsoft-edge; do
  command -v "$browser" >/dev/null 2>&1 || continue
  while :; do
    "$browser" --kiosk --user-data-dir="$HOME/.cunkou-kiosk" --no-first-run --disable-translate --disable-pinch \
      --overscroll-history-navigation=0 --disk-cache-size=1 --noerrdialogs --disable-session-crashed-bubble \
      --disable-features=Translate,AutofillServerCommunication,PasswordManagerOnboarding "$ADDRESS"
    sleep 3
  done
done
echo "没有找到浏览器 / no browser found" >&2
exit 1
