#!/bin/sh
# Prints the path of a Chromium for the browser tests, installing Debian's package where there is none and we may.
set -eu
find_chromium() {
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" && return 0
    done
    return 1
}
if ! find_chromium >/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >&2
    else
        echo "浏览器测试需要 Chromium：请先安装（Debian：sudo apt-get install chromium fonts-noto-cjk）。" >&2
        exit 1
    fi
fi
find_chromium
