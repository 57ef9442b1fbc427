#!/usr/bin/env bash
# Brings deploy/docker-compose.yml up with the images that are there and uses it: queries, scaling, a crash, load, down. Run it
# under private-machine.sh, after images.sh. The services whose images are not there (Grafana, the collector, the trace store;
# Prometheus without prometheus-image.sh) are left out.
#   compose.sh
set -euo pipefail
here=$(dirname "$(realpath "$0")")
export DOCKER_HOST=unix://$PRIVATE_MACHINE/podman.sock RECPIPE_ROWS=45000 RECPIPE_TABLE_CAP=5000
http=http://127.0.0.1:5180 grpc=http://127.0.0.1:5100
hosts="gateway worker-small worker-large accel-emulator"
services="prepare $hosts"
prometheus=$(sed -nE 's/^ *image: (prom\/prometheus:.*)/docker.io\/\1/p' "$here/../docker-compose.yml")
if podman image exists "$prometheus" && [ -f "$here/../prometheus/prometheus.yml" ]; then
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
# HTTP status, and whether the answer is whole.
ask_until_stopped() {
  local query
  query="{\"candidates\": [$(seq -s , 28000 28999)], \"k\": 10}"
  while [ ! -e "$1/stop" ]; do
    curl --silent --max-time 10 --header 'content-type: application/json' --data "$query" --output "$1/answer" \
      --write-out '%{http_code} ' "$http/v1/pipelines/two-stage:rank" >> "$1/answers" || true
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
trap logs_of_all EXIT

podman --log-level fatal system service --time=0 "$DOCKER_HOST" > "$PRIVATE_MACHINE/service.log" 2>&1 &
until_true 20 "podman's socket" test -S "$PRIVATE_MACHINE/podman.sock"
# What systemd's timers do elsewhere: run the images' health checks.
(
  while sleep 1; do
    for id in $(podman ps --quiet 2> /dev/null); do podman healthcheck run "$id" > /dev/null 2>&1 || true; done
  done
) &

quietly compose up -d --no-build $services
for service in $hosts; do until_true 60 "$service healthy" healthy "$service" 1; done
[[ $services != *prometheus* ]] || until_true 60 "prometheus healthy" healthy prometheus 1
pass "up: $services; all healthy"

for service in $hosts; do
  id=$(containers "$service")
  [ "$(podman exec "$id" id -u)" = 1654 ] || fail "$service runs as another user than 1654"
  podman exec "$id" sh -c '! touch /app/x 2> /dev/null && ! touch /x 2> /dev/null && touch /tmp/x' || fail "$service can write outside /tmp"
  [ "$(podman exec "$id" sed -n 's/^CapBnd:\s*//p' /proc/1/status)" = 0000000000000000 ] || fail "$service has capabilities"
done
pass "user 1654, root file system read-only, no capabilities"

for pipeline in one-stage two-stage two-stage-rpaccel; do
  rank "$pipeline" > "$PRIVATE_MACHINE/answer.json" || fail "no answer from $pipeline"
  jq -e '(.ranked | length) == 10 and ([.ranked[].score] | . == (sort | reverse)) and (.degraded | not)' "$PRIVATE_MACHINE/answer.json" > /dev/null \
    || fail "$pipeline: $(cat "$PRIVATE_MACHINE/answer.json")"
  pass "REST, $pipeline: ranked by $(jq -r '[.stages[] | "\(.stage) on \(.worker)"] | join(", then ")' "$PRIVATE_MACHINE/answer.json")"
done
[ "$(rank two-stage | jq -c '[.ranked[].candidate]')" = "$(rank two-stage-rpaccel | jq -c '[.ranked[].candidate]')" ] \
  || fail "the emulated accelerator ranks otherwise than the worker"
pass "the emulated accelerator ranks as the worker does"

# The images' own programs as clients outside the compose network. Exit code 3: answered, but this machine was too busy to time it.
podman --log-level fatal run --rm --network host docker.io/recpipe/gateway:0.1.0 --health 127.0.0.1:5100 || fail "no gRPC health through the published port"
status=0
podman --log-level fatal run --rm --network host docker.io/recpipe/load-gen:0.1.0 --gateway $grpc --pipeline two-stage --rows 30000 --candidates 1000 \
  --rate 20 --duration 3s --warm-up 1s --json > "$PRIVATE_MACHINE/grpc.json" 2> "$PRIVATE_MACHINE/grpc.log" || status=$?
[ $status -eq 0 ] || [ $status -eq 3 ] || fail "gRPC load ended with $status: $(cat "$PRIVATE_MACHINE/grpc.log" "$PRIVATE_MACHINE/grpc.json")"
pass "gRPC through the published port"

quietly compose up -d --no-build --scale worker-large=2 $services
until_true 60 "a second worker-large healthy" healthy worker-large 2
read -r first second <<< "$(containers worker-large | tr '\n' ' ')"
before=("$(requests "$first")" "$(requests "$second")")
both_used() {
  rank two-stage > /dev/null && rank two-stage > /dev/null
  [ "$(requests "$first")" -gt $((before[0] + 5)) ] && [ "$(requests "$second")" -gt $((before[1] + 5)) ]
}
until_true 60 "use of both replicas" both_used
pass "worker-large scaled to 2: $(requests "$first") and $(requests "$second") queries"

# A crash, not a stop: the process dies by SIGKILL and the restart policy is what brings the worker back.
mkdir "$PRIVATE_MACHINE/asking"
ask_until_stopped "$PRIVATE_MACHINE/asking" &
asking=$!
answers() { [ -f "$PRIVATE_MACHINE/asking/answers" ] && [ "$(wc -l < "$PRIVATE_MACHINE/asking/answers")" -ge "$1" ]; }
until_true 30 "the first answers" answers 10
victim=$(field "$first" '{{.State.Pid}}')
kill -KILL "$victim"
another_life() { local pid; pid=$(field "$first" '{{.State.Pid}}'); [ "$pid" -ne 0 ] && [ "$pid" -ne "$victim" ]; }
until_true 60 "a restart of the killed worker" another_life
until_true 60 "the killed worker healthy" healthy worker-large 2
serves_again() { [ "$(requests "$first")" -gt 5 ]; }
until_true 60 "queries at the restarted worker" serves_again
touch "$PRIVATE_MACHINE/asking/stop"
wait $asking || true
whole=$(grep -c '^200 whole$' "$PRIVATE_MACHINE/asking/answers" || true)
total=$(wc -l < "$PRIVATE_MACHINE/asking/answers")
degraded=$(grep -c '^200 degraded' "$PRIVATE_MACHINE/asking/answers" || true)
# A call that was on its way to the dead container gets no answer, not even a refusal: its query is answered from the stage before.
[ $((whole + degraded)) -eq "$total" ] && [ $((degraded * 10)) -le "$total" ] \
  || fail "of $total queries around the crash: $(sort "$PRIVATE_MACHINE/asking/answers" | uniq -c | tr '\n' ';')"
pass "worker killed and restarted: $total queries meanwhile, all answered, $degraded of them degraded"

if [[ $services = *prometheus* ]]; then
  up() { curl --silent --fail --get --data-urlencode 'query=sum by (job) (up)' http://127.0.0.1:9090/api/v1/query | jq -c '[.data.result[] | {(.metric.job): .value[1]}] | add'; }
  all_scraped() { [ "$(up | jq -S -c .)" = '{"accel-emulator":"1","gateway":"1","worker-large":"2","worker-small":"1"}' ]; }
  until_true 60 "a scrape of every replica" all_scraped
  pass "Prometheus scrapes $(up)"
fi

compose run --rm prepare > "$PRIVATE_MACHINE/prepare.log" 2>&1 || fail "prepare: $(cat "$PRIVATE_MACHINE/prepare.log")"
[ "$(grep -c 'is there' "$PRIVATE_MACHINE/prepare.log")" -eq 3 ] || fail "prepare made again what was there: $(cat "$PRIVATE_MACHINE/prepare.log")"
pass "prepare leaves data and models as they are"

status=0
RECPIPE_LOAD_RATE=20 RECPIPE_LOAD_DURATION=5s compose --profile load run --rm load > "$PRIVATE_MACHINE/load.log" 2>&1 || status=$?
[ $status -eq 0 ] || [ $status -eq 3 ] || fail "load ended with $status: $(cat "$PRIVATE_MACHINE/load.log")"
grep -q 'NDCG' "$PRIVATE_MACHINE/load.log" || fail "load reports no quality: $(cat "$PRIVATE_MACHINE/load.log")"
pass "the load profile runs and reports (exit code $status)"

ids=$(for service in $hosts; do containers "$service"; done)
quietly compose stop
for id in $ids; do
  [ "$(field "$id" '{{.State.ExitCode}}')" = 0 ] || fail "$(field "$id" '{{.Name}}') ended with $(field "$id" '{{.State.ExitCode}}') when it was stopped"
done
pass "SIGTERM: every host drained and ended with 0"

quietly compose down --volumes
[ -z "$(podman ps --all --quiet)$(podman volume ls --quiet)" ] || fail "down left $(podman ps --all) $(podman volume ls)"
[ "$(podman network ls --quiet | wc -l)" -eq 1 ] || fail "down left $(podman network ls)"
pass "down: no container, volume or network left"
