#!/usr/bin/env bash
# Brings deploy/docker-compose.yml up with the images that are there and uses it: queries, scaling, a crash, load, down. Run it
# under private-machine.sh, after images.sh. The services whose images are not there (Grafana, the collector, the trace store;
# Prometheus without prometheus-image.sh) are left out.
#   compose.sh
set -euo pipefail
export RECPIPE_ROWS=45000 RECPIPE_TABLE_CAP=5000
source "$(dirname "$(realpath "$0")")/engine.sh"
trap logs_of_all EXIT
grpc=http://127.0.0.1:5100
start_engine

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
rm -rf "$PRIVATE_MACHINE/asking"
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
whole=$(grep -c '^200 0 whole$' "$PRIVATE_MACHINE/asking/answers" || true)
total=$(wc -l < "$PRIVATE_MACHINE/asking/answers")
degraded=$(grep -c '^200 0 degraded' "$PRIVATE_MACHINE/asking/answers" || true)
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
