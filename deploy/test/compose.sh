#!/usr/bin/env bash
# Brings deploy/docker-compose.yml up with the images that are there and uses it: queries, scaling, a crash, load, down. Run it
# under private-machine.sh, after images.sh. The services whose images are not there (Grafana, the collector, the trace store;
# Prometheus without prometheus-image.sh) are left out.
#   compose.sh
set -euo pipefail
here=$(dirname "$(realpath "$0")")
export DOCKER_HOST=unix://$PRIVATE_MACHINE/podman.sock RECPIPE_ROWS=30000 RECPIPE_TABLE_CAP=5000
http=http://127.0.0.1:5180 grpc=http://127.0.0.1:5100
hosts="gateway worker-small worker-large accel-emulator"
services="prepare $hosts"
if podman image exists "$(sed -nE 's/^ *image: (prom\/prometheus:.*)/docker.io\/\1/p' "$here/../docker-compose.yml")"; then
  services+=" prometheus"
fi

fail() { echo "FAILED: $*" >&2; exit 1; }
pass() { printf 'ok %4d s  %s\n' "$SECONDS" "$*"; }
compose() { docker-compose --project-name recpipe --file "$here/../docker-compose.yml" "$@"; }
quietly() { "$@" > "$PRIVATE_MACHINE/last.log" 2>&1 || { cat "$PRIVATE_MACHINE/last.log" >&2; fail "$*"; }; }
containers() { podman ps --quiet --filter "label=com.docker.compose.service=$1"; }
field() { podman inspect --format "$2" "$1"; }

# until_true SECONDS WHAT COMMAND...
until_true() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    [ $SECONDS -lt $end ] || fail "$what did not come true in time"
    sleep 0.2
  done
}
healthy() {
  local ids id
  ids=$(containers "$1")
  [ "$(wc -w <<< "$ids")" -eq "$2" ] || return 1
  for id in $ids; do [ "$(field "$id" '{{.State.Health.Status}}')" = healthy ] || return 1; done
}
# rank PIPELINE: the answer to one query, through the published port
rank() {
  curl --silent --show-error --max-time 10 --header 'content-type: application/json' \
    --data "{\"candidates\": [$(seq --separator , 28000 28999)], \"k\": 10}" "$http/v1/pipelines/$1:rank"
}
requests() { podman exec "$1" dotnet RecPipe.StageWorker.dll --health && metric "$1"; }

logs_of_all() {
  [ "$?" -eq 0 ] && return
  for id in $(podman ps --all --quiet); do
    echo "== $(field "$id" '{{.Name}} {{.State.Status}} {{.State.ExitCode}}')" >&2
    podman logs --tail 20 "$id" >&2 || true
  done
}
trap logs_of_all EXIT

podman system service --time=0 "$DOCKER_HOST" > "$PRIVATE_MACHINE/service.log" 2>&1 &
until_true 20 "podman's socket" test -S "$PRIVATE_MACHINE/podman.sock"
# What systemd's timers do elsewhere: run the images' health checks.
(
  while sleep 1; do
    for id in $(podman ps --quiet 2> /dev/null); do podman healthcheck run "$id" > /dev/null 2>&1 || true; done
  done
) &

quietly compose up -d --no-build $services
for service in $hosts; do until_true 60 "$service healthy" healthy "$service" 1; done
pass "up: $services; all healthy"
