#!/usr/bin/env bash
# Make this installation's own secrets, once: deploy/compose/make_secrets.sh NAME TURN-NAME
# NAME is what guides and kiosks use, TURN-NAME what their browsers find the relay by.
set -euo pipefail
cd "$(dirname "$0")"

readonly name=${1:?the name of the server, such as vagvisare.example.org}
readonly turn_name=${2:?the name of the relay, such as turn.example.org}
readonly known='^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$'
for each in "$name" "$turn_name"; do
  [[ $each =~ $known ]] || { echo "$each is not a host name." >&2; exit 1; }
done
[[ ! -e secrets ]] || { echo "secrets/ is there already; it is not overwritten." >&2; exit 1; }

umask 077
random() { head -c 32 /dev/urandom | base64 | tr -d '\n=' | tr '+/' '-_'; }
password=$(random)
turn_secret=$(random)

mkdir secrets
printf '%s' "$password" >secrets/database_password
printf 'postgresql+psycopg://vagvisare:%s@database/vagvisare' "$password" >secrets/store_url
printf '["%s"]' "$turn_secret" >secrets/turn_secrets
sed -e "s/^realm=.*/realm=$turn_name/" -e "s/^static-auth-secret=.*/static-auth-secret=$turn_secret/" \
  -e 's/^syslog$/log-file=stdout/' -e '/^no-stdout-log$/d' \
  ../coturn/turnserver.conf >secrets/turnserver.conf
# The containers' users read these files; the folder keeps everyone else on this machine out.
chmod 644 secrets/*
printf 'VAGVISARE_NAME=%s\nTURN_NAME=%s\n' "$name" "$turn_name" >.env
echo "Written: .env and secrets/. Next: docker compose --file deploy/compose/compose.yaml up --detach"
