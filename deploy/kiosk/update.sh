#!/usr/bin/env bash
# Bring this kiosk's software up to date, from where this machine's own settings say: /etc/vagvisare/update.conf.
#
# systemd starts it as root when the agent has left the file "update-wanted" (vagvisare-kiosk-update.path). All that is
# taken from that file is a number, which is repeated in the state. What is installed is a release whose list of sums is
# signed with this municipality's key. It is put beside the version that runs. The agent notices that it was replaced,
# and begins anew between two calls; where the new one does not stay up, the version before comes back.
#
# The state, one line: NUMBER running|done|current|failed|went_back
# VAGVISARE_ROOT: another root folder, for tests. VAGVISARE_PROVE: seconds for which the new agent must stay up.
# VAGVISARE_PATIENCE: seconds until the agent has had a moment without a resident.
set -euo pipefail

readonly root=${VAGVISARE_ROOT:-} prove=${VAGVISARE_PROVE:-120}
readonly settings=$root/etc/vagvisare/update.conf key=$root/etc/vagvisare/update.pem
readonly program=$root/opt/vagvisare releases=$root/opt/vagvisare.d
readonly state=$root/var/lib/vagvisare-update
readonly wanted=$root/var/lib/vagvisare-kiosk/update-wanted
readonly unit=vagvisare-kiosk.service
readonly patience=${VAGVISARE_PATIENCE:-3300}
readonly version_form='^[0-9]+(\.[0-9]+){1,3}$'
work=

say() { printf '%s\n' "$*"; }

# note WORD: what has come of it, on the disk before this returns.
note() {
  printf '%s %s\n' "$number" "$1" >"$state/state.draft"
  sync "$state/state.draft"
  mv -T "$state/state.draft" "$state/state"
}

# finish WORD SENTENCE: that is what came of it, and nobody waits any more.
finish() {
  say "$2"
  note "$1"
  rm -f -- "$wanted"
  exit 0
}

# A machine that is shut down goes on where it was; what fails unforeseen is not tried for ever.
# shellcheck disable=SC2317 # the trap calls it
clean_up() {
  local status=$?
  if [[ -n $work ]]; then rm -rf -- "$work"; fi
  if ((status > 0 && status < 128)); then
    note failed
    rm -f -- "$wanted"
  fi
}

# Only digits are believed of a file that the agent can write. Where it is gone, a trial goes on that was begun.
read_number() {
  number=
  if [[ -f $wanted && ! -L $wanted ]]; then
    number=$(timeout 5 head -c 20 -- "$wanted" | tr -d '\n' || true)
  elif [[ -f $state/trial ]]; then
    number=$(cut -d ' ' -f 1 "$state/state")
  fi
  if [[ ! $number =~ ^[0-9]{1,16}$ ]]; then number=0; fi
}

# setting NAME: its value in the settings, which are not run.
setting() { sed -n "s/^$1=//p" "$settings" 2>/dev/null | tail -n 1; }

# fetch NAME: from the source into the work folder.
fetch() {
  case $source in
    https://*) curl --fail --silent --show-error --proto '=https' --max-time 600 --output "$work/$1" "$source/$1" ;;
    /*) cp -- "$root$source/$1" "$work/$1" ;;
    *) return 1 ;;
  esac
}

# The newest release, whole and signed, in the work folder; fails where it cannot be had so.
take_release() {
  fetch SHA256SUMS && fetch SHA256SUMS.sig || return 1
  openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$work/SHA256SUMS" -sigfile "$work/SHA256SUMS.sig" \
    >/dev/null || return 1
  wheel=$(sed -nE 's/^[0-9a-f]{64} [ *](vagvisare-[0-9.]+-py3-none-any\.whl)$/\1/p' "$work/SHA256SUMS")
  version=${wheel#vagvisare-}
  version=${version%%-*}
  [[ $version =~ $version_form ]] || return 1
  fetch "$wheel" && fetch requirements.lock || return 1
  (cd "$work" && grep -E ' [ *](vagvisare-[0-9.]+-py3-none-any\.whl|requirements\.lock)$' SHA256SUMS >sums &&
    [[ $(wc -l <sums) == 2 ]] && sha256sum --check --strict --quiet sums)
}

# Whether $1 is newer than $2.
is_newer() { [[ $1 != "$2" && $(printf '%s\n' "$1" "$2" | sort -V | tail -n 1) == "$1" ]]; }

install_release() {
  local options
  read -r -a options <<<"$(setting pip_options)"
  rm -rf -- "${releases:?}/$version"
  python3 -m venv "$releases/$version" &&
    "$releases/$version/bin/pip" install --quiet --no-cache-dir --only-binary :all: "${options[@]}" \
      --constraint "$work/requirements.lock" "$work/$wheel" &&
    "$releases/$version/bin/vagvisare-kiosk" --help >/dev/null
}

# point_at VERSION: from the next start on, in one step.
point_at() {
  ln -sfn "$releases/$1" "$program.next"
  mv -T "$program.next" "$program"
}

# The process of the agent, where it runs the version $1.
agent_of() {
  local pid
  pid=$(systemctl show --property MainPID --value "$unit")
  if [[ $pid =~ ^[1-9][0-9]*$ ]] && tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF "$releases/$1/"; then
    printf '%s' "$pid"
  fi
}

# stays_up NEW OLD: whether an agent of the new version comes and stays. Before it comes, a resident may talk with the
# old one for a long time; but where there is neither, the new one cannot even begin.
stays_up() {
  local until=$((SECONDS + patience)) pid='' gone=0
  while [[ -z $pid ]]; do
    pid=$(agent_of "$1")
    if [[ -n $pid || -n $(agent_of "$2") ]]; then gone=0; else gone=$((gone + 1)); fi
    if ((SECONDS >= until || gone > prove / 4)); then return 1; fi
    sleep 1
  done
  until=$((SECONDS + prove))
  while ((SECONDS < until)); do
    sleep 1
    if [[ $(agent_of "$1") != "$pid" ]]; then return 1; fi
  done
}

# judge NEW OLD: keep what was installed, or go back. An agent that had no moment for it runs the old one still, and
# is left alone; so is one that systemd has begun by itself since the old one is in its place.
judge() {
  local new=$1 old=$2 folder had_no_moment
  if stays_up "$new" "$old"; then
    rm -f "$state/trial"
    for folder in "$releases"/*/; do
      case $(basename "$folder") in "$new" | "$old") ;; *) rm -rf -- "$folder" ;; esac
    done
    finish "done" "Version $new runs."
  fi
  had_no_moment=$(agent_of "$old")
  point_at "$old"
  rm -f "$state/trial"
  if [[ -n $had_no_moment ]]; then finish failed "The agent had no moment to begin anew."; fi
  if [[ -z $(agent_of "$old") ]]; then systemctl restart "$unit"; fi
  finish went_back "Version $new does not stay up, and version $old runs again."
}

mkdir -p "$state" "$releases"
read_number
trap clean_up EXIT
note running
if [[ -f $state/trial ]]; then
  # This machine lost its power while a version was on trial.
  read -r new old <"$state/trial"
  judge "$new" "$old"
fi
source=$(setting source)
current=$(basename "$(readlink -f "$program")")
if [[ -z $source || ! $current =~ $version_form ]]; then finish failed "No source is set, or nothing is installed."; fi
work=$(mktemp -d)
if ! take_release; then finish failed "No release that is whole and signed could be had from $source."; fi
if ! is_newer "$version" "$current"; then finish current "Version $current is the newest."; fi
if ! install_release; then
  rm -rf -- "${releases:?}/$version"
  finish failed "Version $version could not be installed."
fi
printf '%s %s\n' "$version" "$current" >"$state/trial"
sync "$state/trial"
point_at "$version"
judge "$version" "$current"
