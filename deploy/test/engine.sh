# What the tests of containers share: an engine that docker-compose talks to, and words for what is asked of it. To be sourced, under
# private-machine.sh.
test_folder=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
export DOCKER_HOST=unix://$PRIVATE_MACHINE/podman.sock
http=http://127.0.0.1:5180
hosts="gateway worker-small worker-large accel-emulator"
# The services whose images are there.
services="prepare $hosts"
prometheus=$(sed -nE 's/^ *image: (prom\/prometheus:.*)/docker.io\/\1/p' "$test_folder/../docker-compose.yml")
if podman image exists "$prometheus" && [ -f "$test_folder/../prometheus/prometheus.yml" ]; then
  services+=" prometheus"
fi
export RECPIPE_TEST_SERVICES=$services

fail() { echo "FAILED: $*" >&2; exit 1; }
pass() { printf 'ok %4d s  %s\n' "$SECONDS" "$*"; }
compose() { docker-compose --project-name recpipe --file "$test_folder/../docker-compose.yml" "$@"; }
quietly() { "$@" > "$PRIVATE_MACHINE/last.log" 2>&1 || { cat "$PRIVATE_MACHINE/last.log" >&2; fail "$*"; }; }
containers() { podman ps --quiet --filter "label=com.docker.compose.service=$1"; }
field() { podman inspect --format "$2" "$1"; }

# start_engine: podman where docker-compose looks for Docker's, until the machine ends
start_engine() {
  rm -f "$PRIVATE_MACHINE/podman.sock"
  podman --log-level fatal system service --time=0 "$DOCKER_HOST" > "$PRIVATE_MACHINE/service.log" 2>&1 &
  until_true 20 "podman's socket" test -S "$PRIVATE_MACHINE/podman.sock"
  # What systemd's timers do elsewhere: run the images' health checks.
  (
    while sleep 1; do
      for id in $(podman ps --quiet 2> /dev/null); do podman healthcheck run "$id" > /dev/null 2>&1 || true; done
    done
  ) &
}

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
  curl --silent --show-error --fail --max-time 10 --header 'content-type: application/json' \
    --data "{\"candidates\": [$(seq -s , 28000 28999)], \"k\": 10}" "$http/v1/pipelines/$1:rank"
}
address() { field "$1" '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}'; }
# requests CONTAINER: how many queries a worker has answered, from its own metrics
requests() {
  curl --silent --fail --max-time 5 "http://$(address "$1"):5102/metrics" |
    awk '/^recpipe_stage_requests_total/ && /status="Ok"/ { sum += $2 } END { print sum + 0 }'
}
# ask_until_stopped FOLDER: asks one query after the other until there is FOLDER/stop. A line of FOLDER/answers for each: its
# HTTP status, curl's exit code, and whether the answer is whole.
ask_until_stopped() {
  local query
  query="{\"candidates\": [$(seq -s , 28000 28999)], \"k\": 10}"
  while [ ! -e "$1/stop" ]; do
    rm -f "$1/answer"
    curl --silent --max-time 10 --header 'content-type: application/json' --data "$query" --output "$1/answer" \
      --write-out '%{http_code} %{exitcode} ' "$http/v1/pipelines/two-stage:rank" >> "$1/answers" || true
    [ -e "$1/answer" ] || { echo none >> "$1/answers"; continue; }
    jq -r 'if .degraded then "degraded: \(.degradedReason)" elif (.ranked | length) == 10 then "whole" else "short" end' "$1/answer" >> "$1/answers" 2> /dev/null || echo none >> "$1/answers"
  done
}

logs_of_all() {
  [ "$?" -eq 0 ] && return
  for id in $(podman ps --all --quiet); do
    echo "== $(field "$id" '{{.Name}} {{.State.Status}} {{.State.ExitCode}}')" >&2
    podman logs --tail 8 "$id" >&2 || true
  done
}
