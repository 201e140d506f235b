#!/usr/bin/env bash
# Make this Debian machine a kiosk: an unprivileged user, Weston's kiosk shell, Chromium under a managed policy, the
# agent, its units and its updater. May be run again after each change; says what it does. With --dry-run it only says it.
#
# Usage: install.sh WHEEL [--dry-run]
# WHEEL: the built package, dist/vagvisare-*.whl. DESTDIR: another root folder, to look at what would be there;
# then no package is installed, no user made and no service started.
set -euo pipefail

readonly user=vagvisare-kiosk
readonly packages=(chromium weston libpam-systemd python3-venv openssl curl fonts-noto-core cups-client pipewire-audio)
here=$(cd "$(dirname "$0")" && pwd)
readonly here root=${DESTDIR:-}
dry=no
wheel=

say() { printf '  %s\n' "$*"; }

# Say what is done, and do it unless this is a rehearsal.
run() {
  say "$*"
  if [[ $dry == no ]]; then "$@"; fi
}

# place MODE SOURCE TARGET: a copy where it differs.
place() {
  local mode=$1 source=$2 target=$root$3
  if [[ -f $target ]] && cmp -s "$source" "$target"; then return; fi
  run install -D -m "$mode" "$source" "$target"
}

read_arguments() {
  local argument
  for argument in "$@"; do
    case $argument in
      --dry-run) dry=yes ;;
      *) wheel=$argument ;;
    esac
  done
  if [[ ! -f $wheel ]]; then
    echo "Which package? Give the path of a built wheel: install.sh dist/vagvisare-0.1.0-py3-none-any.whl" >&2
    exit 2
  fi
  if [[ $EUID -ne 0 && $dry == no && -z $root ]]; then
    echo "Run this as root, or with --dry-run." >&2
    exit 1
  fi
}

install_programs() {
  if [[ -n $root ]]; then return; fi
  local missing=() package
  for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  if [[ ${#missing[@]} -gt 0 ]]; then
    run apt-get install -y --no-install-recommends "${missing[@]}"
  fi
  if ! getent passwd "$user" >/dev/null; then
    run useradd --system --create-home --home-dir "/var/lib/$user" --shell /usr/sbin/nologin "$user"
  fi
  run usermod --append --groups audio,video,input,render "$user"
  install_release
}

# Each version in a folder of its own, and /opt/vagvisare points at one: so an update can go back.
install_release() {
  local version
  version=$(basename "$wheel")
  version=${version#vagvisare-}
  version=${version%%-*}
  run python3 -m venv "/opt/vagvisare.d/$version"
  run "/opt/vagvisare.d/$version/bin/pip" install --quiet --upgrade --constraint "$here/../requirements.lock" "$wheel"
  if [[ -d /opt/vagvisare && ! -L /opt/vagvisare ]]; then run mv -T /opt/vagvisare /opt/vagvisare.d/before; fi
  run ln -sfn "/opt/vagvisare.d/$version" /opt/vagvisare.next
  run mv -T /opt/vagvisare.next /opt/vagvisare
}

place_files() {
  place 0644 "$here/chromium-policy.json" /etc/chromium/policies/managed/vagvisare.json
  place 0644 "$here/weston.ini" /etc/vagvisare/weston.ini
  place 0644 "$here/../systemd/vagvisare-kiosk-session.service" /etc/systemd/system/vagvisare-kiosk-session.service
  place 0644 "$here/../systemd/vagvisare-kiosk.service" /etc/systemd/system/vagvisare-kiosk.service
  place 0755 "$here/update.sh" /usr/local/lib/vagvisare/update.sh
  place 0644 "$here/../systemd/vagvisare-kiosk-update.service" /etc/systemd/system/vagvisare-kiosk-update.service
  place 0644 "$here/../systemd/vagvisare-kiosk-update.path" /etc/systemd/system/vagvisare-kiosk-update.path
  # The technician's own settings are never overwritten.
  if [[ ! -e $root/etc/vagvisare/kiosk.yaml ]]; then
    place 0644 "$here/../config/kiosk.yaml" /etc/vagvisare/kiosk.yaml
  fi
  if [[ ! -e $root/etc/vagvisare/update.conf ]]; then
    place 0644 "$here/update.conf" /etc/vagvisare/update.conf
  fi
}

start_services() {
  if [[ -n $root ]]; then return; fi
  run systemctl daemon-reload
  run systemctl mask ctrl-alt-del.target
  run systemctl set-default graphical.target
  run systemctl enable vagvisare-kiosk-session.service vagvisare-kiosk.service
  run systemctl enable --now vagvisare-kiosk-update.path
}

read_arguments "$@"
install_programs
place_files
start_services
say "Done. Set the server's address in /etc/vagvisare/kiosk.yaml, then enrol this machine with a code from the"
say "admin page: sudo -u $user /opt/vagvisare/bin/vagvisare-kiosk enrol --settings /etc/vagvisare/kiosk.yaml CODE"
say "and restart it. Every key of a keyboard works here: leave none connected."
