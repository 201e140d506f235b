#!/usr/bin/env bash
# Make sure of the system's programs that the tests need; install them on Debian and Ubuntu, name them elsewhere.
set -euo pipefail

# program=package
readonly needed=(chromium=chromium turnserver=coturn pg_config=postgresql ip=iproute2 nft=nftables ffmpeg=ffmpeg
  caddy=caddy systemd-analyze=systemd Xvfb=xvfb xdotool=xdotool shellcheck=shellcheck)

is_there() {
  case $1 in
    pg_config) compgen -G "/usr/lib/postgresql/*/bin/postgres" >/dev/null || command -v postgres >/dev/null ;;
    chromium) command -v chromium || command -v chromium-browser || command -v google-chrome ;;
    *) PATH=$PATH:/usr/sbin:/sbin command -v "$1" ;;
  esac >/dev/null
}

missing=()
for pair in "${needed[@]}"; do
  is_there "${pair%=*}" || missing+=("${pair#*=}")
done
[[ ${#missing[@]} -eq 0 ]] && exit 0

as_root=()
if [[ $EUID -ne 0 ]]; then as_root=(sudo); fi
if ! command -v apt-get >/dev/null || { [[ $EUID -ne 0 ]] && ! sudo -n true 2>/dev/null; }; then
  echo "The tests need these programs, which are missing here: ${missing[*]}. Install them and try again." >&2
  exit 1
fi
echo "  installing ${missing[*]}"
"${as_root[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
