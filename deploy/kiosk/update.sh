#!/usr/bin/env bash
# Bring this kiosk's software up to date, from where this machine's own settings say: /etc/vagvisare/update.conf.
#
# systemd starts it as root when the agent has left the file "update-wanted" (vagvisare-kiosk-update.path). All that is
# taken from that file is a number, which is repeated in the state. What is installed is a release whose list of sums is
# signed with this municipality's key. It is put beside the version that runs. The agent notices that it was replaced,
# and begins anew between two calls; where the new one does not stay up, the version before comes back.
#
# The power may go at each line: what was begun is taken up at the next start, by two files that are whole or not there.
# "state", one line: NUMBER running|done|current|failed|went_back
# "trial", one line: NEW OLD, from before /opt/vagvisare points at the new version until it is known whether it stays.
#
# VAGVISARE_ROOT: another root folder, for tests. VAGVISARE_PROVE: seconds for which the new agent must stay up.
# VAGVISARE_PATIENCE: seconds until the agent has had a moment without a resident. VAGVISARE_ABSENT: seconds for which
# there may be no agent. VAGVISARE_REST: seconds between two wishes, so that one who asks again and again is not heard.
set -euo pipefail

readonly root=${VAGVISARE_ROOT:-} prove=${VAGVISARE_PROVE:-120} rest=${VAGVISARE_REST:-60}
readonly settings=$root/etc/vagvisare/update.conf key=$root/etc/vagvisare/update.pem
readonly program=$root/opt/vagvisare releases=$root/opt/vagvisare.d
readonly state=$root/var/lib/vagvisare-update
readonly wanted=$root/var/lib/vagvisare-kiosk/update-wanted
readonly unit=vagvisare-kiosk.service
readonly patience=${VAGVISARE_PATIENCE:-3300} absent=${VAGVISARE_ABSENT:-30}
readonly file_form='([A-Za-z0-9][A-Za-z0-9_.+-]*\.whl|requirements\.lock)'
readonly version_form='^[0-9]+(\.[0-9]+){1,3}$'
number=0
asked=no
work=
names=

say() { printf '%s\n' "$*"; }

# keep NAME LINE: in the updater's folder, whole and on the disk when this returns; where it fails, all is as it was.
keep() {
  printf '%s\n' "$2" >"$state/$1.draft" && sync "$state/$1.draft" &&
    mv -T "$state/$1.draft" "$state/$1" && sync "$state"
}

# note WORD: what has come of it.
note() { keep state "$number $1" || { say "This could not be noted: $number $1" && return 1; }; }

# finish WORD SENTENCE: that is what came of it, and nobody waits any more. The order is that of the power's loss.
finish() {
  say "$2"
  note "$1" || true
  rm -f -- "$state/trial"
  rm -rf -- "$wanted"
  exit 0
}

# A machine that is shut down goes on where it was, and so does a trial. What else fails unforeseen is not tried again.
# shellcheck disable=SC2317 # the trap calls it
clean_up() {
  local status=$?
  if [[ -n $work ]]; then rm -rf -- "$work"; fi
  if ((status >= 128)); then return; fi
  if ((status > 0)) && [[ ! -f $state/trial ]]; then
    note failed || true
    rm -rf -- "$wanted"
  fi
  if [[ $status != 0 || $asked == yes ]]; then sleep "$rest"; fi
}

# Only digits are believed of a file that the agent can write. Where it is gone, a trial goes on that was begun.
read_number() {
  local told='' word=''
  if [[ -e $wanted || -L $wanted ]]; then asked=yes; fi
  read -r told word 2>/dev/null <"$state/state" || true
  if [[ -f $wanted && ! -L $wanted ]]; then
    number=$(timeout 5 head -c 20 -- "$wanted" | tr -d '\n' || true)
  elif [[ -f $state/trial ]]; then
    number=$told
  fi
  if [[ ! $number =~ ^[0-9]{1,16}$ ]]; then number=0; fi
  if [[ $word =~ ^(done|current|failed|went_back)$ ]]; then clear_after "$told"; fi
}

# clear_after NUMBER: where the power was lost after that wish had its verdict, all is done but this.
clear_after() {
  rm -f -- "$state/trial"
  if [[ $number == 0 || $number != "$1" ]]; then return; fi
  rm -rf -- "$wanted"
  exit 0
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

# The signed list of the newest release, of which `names` are the files: its wheel, the lock, and as many of the wheels that
# it depends on as the municipality has put beside them.
take_list() {
  fetch SHA256SUMS && fetch SHA256SUMS.sig || return 1
  openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$work/SHA256SUMS" -sigfile "$work/SHA256SUMS.sig" \
    >/dev/null || return 1
  grep -E "^[0-9a-f]{64} [ *]$file_form\$" "$work/SHA256SUMS" >"$work/sums" || return 1
  names=$(cut -c 67- "$work/sums")
  wheel=$(grep -E '^vagvisare-[0-9.]+-py3-none-any\.whl$' <<<"$names")
  version=${wheel#vagvisare-}
  version=${version%-py3-none-any.whl}
  [[ $version =~ $version_form ]] && grep -qx requirements.lock <<<"$names"
}

# All of its files, whole.
take_files() {
  local name
  for name in $names; do fetch "$name" || return 1; done
  (cd "$work" && sha256sum --check --strict --quiet sums)
}

# Whether $1 is newer than $2.
is_newer() { [[ $1 != "$2" && $(printf '%s\n' "$1" "$2" | sort -V | tail -n 1) == "$1" ]]; }

# On the disk when this returns: a version that is half there after the power was lost would not stay up. A release that
# brings what it depends on is installed from itself alone.
install_release() {
  local options
  if [[ $names == *.whl*.whl* ]]; then
    options=(--no-index --find-links "$work")
  else
    read -r -a options <<<"$(setting pip_options)"
  fi
  rm -rf -- "${releases:?}/$version"
  python3 -m venv "$releases/$version" &&
    "$releases/$version/bin/pip" install --quiet --no-cache-dir --only-binary :all: "${options[@]}" \
      --constraint "$work/requirements.lock" "$work/$wheel" &&
    timeout 120 "$releases/$version/bin/vagvisare-kiosk" --help >/dev/null &&
    sync --file-system "$releases/$version"
}

# point_at VERSION: from the next start on, in one step.
point_at() {
  ln -sfn "$releases/$1" "$program.next"
  mv -T "$program.next" "$program"
  sync "$(dirname "$program")"
}

# The process of the agent, where it runs the version $1.
agent_of() {
  local pid
  pid=$(systemctl show --property MainPID --value "$unit") || return 0
  if [[ $pid =~ ^[1-9][0-9]*$ ]] && tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF "$releases/$1/"; then
    printf '%s' "$pid"
  fi
}

# comes NEW OLD: the process of an agent of the new version. Before it comes, a resident may talk with the old one for a
# long time: 2 where it had no moment. But where there is neither, the new one cannot even begin: 1. Looks are counted,
# for the clock may be put right soon after the machine was switched on.
comes() {
  local left=$patience pid gone=0
  while true; do
    pid=$(agent_of "$1")
    if [[ -n $pid ]]; then
      printf '%s' "$pid"
      return
    fi
    if [[ -n $(agent_of "$2") ]]; then gone=0; else gone=$((gone + 1)); fi
    if ((gone > absent)); then return 1; fi
    if ((left-- <= 0)); then return 2; fi
    sleep 1
  done
}

# lasts NEW PID: whether this process stays.
lasts() {
  local left
  for ((left = prove; left > 0; left--)); do
    sleep 1
    if [[ $(agent_of "$1") != "$2" ]]; then return 1; fi
  done
}

# stays_up NEW OLD: whether an agent of the new version comes and stays; fails as `comes` does. One new beginning is
# forgiven: an admin may have wished for it, or systemd not have answered.
stays_up() {
  local pid _
  for _ in 1 2; do
    pid=$(comes "$1" "$2") || return
    if lasts "$1" "$pid"; then return 0; fi
  done
  return 1
}

# judge NEW OLD: keep what was installed, or go back. An agent that had no moment for it is left alone; so is one that
# systemd has begun by itself since the old one is in its place.
judge() {
  local new=$1 old=$2 folder verdict=0
  stays_up "$new" "$old" || verdict=$?
  if ((verdict == 0)); then
    for folder in "$releases"/*/; do
      case $(basename "$folder") in "$new" | "$old") ;; *) rm -rf -- "$folder" || true ;; esac
    done
    finish "done" "Version $new runs."
  fi
  point_at "$old"
  if ((verdict == 2)); then finish failed "The agent had no moment to begin anew."; fi
  if [[ -z $(agent_of "$old") ]]; then systemctl restart "$unit" || true; fi
  finish went_back "Version $new does not stay up, and version $old runs again."
}

# This machine lost its power while a version was on trial, perhaps before anything pointed at it.
resume() {
  local new='' old=''
  read -r new old <"$state/trial" || true
  note running || true
  if [[ ! $new =~ $version_form || ! $old =~ $version_form ]]; then finish failed "Nobody knows what was on trial."; fi
  point_at "$new"
  judge "$new" "$old"
}

mkdir -p "$state" "$releases"
trap clean_up EXIT
read_number
if [[ -f $state/trial ]]; then resume; fi
note running
source=$(setting source)
current=$(basename "$(readlink -f "$program")")
if [[ -z $source || ! $current =~ $version_form ]]; then finish failed "No source is set, or nothing is installed."; fi
work=$(mktemp -d)
if ! take_list; then finish failed "No release that is signed could be had from $source."; fi
if ! is_newer "$version" "$current"; then finish current "Version $current is the newest."; fi
if ! take_files; then finish failed "Version $version could not be had whole from $source."; fi
if ! { install_release && keep trial "$version $current"; }; then
  rm -rf -- "${releases:?}/$version"
  finish failed "Version $version could not be installed."
fi
point_at "$version"
judge "$version" "$current"
