#!/usr/bin/env bash
# How many queries a worker takes with it that dies or hangs without a word, two replicas a stage: does it to one after the other while
# queries are asked in a row, and counts their answers. Not part of the tests. Run it under private-machine.sh, after images.sh.
#   crashes.sh [ROUNDS [KILL|STOP]]      STOP: nothing of it runs for two seconds
set -euo pipefail
export RECPIPE_ROWS=45000 RECPIPE_TABLE_CAP=5000
source "$(dirname "$(realpath "$0")")/engine.sh"
trap logs_of_all EXIT
start_engine
signal=${2:-KILL}
replicas=(worker-small worker-large)
quietly compose up -d --no-build --scale worker-small=2 --scale worker-large=2 prepare $hosts
for service in "${replicas[@]}"; do until_true 90 "$service healthy" healthy "$service" 2; done
until_true 60 "gateway healthy" healthy gateway 1
sleep 3 # the gateway looks names up every two seconds

folder=$PRIVATE_MACHINE/crashes
rm -rf "$folder"
mkdir "$folder"
ask_until_stopped "$folder" &
asking=$!
more() { [ "$(wc -l < "$folder/answers")" -ge "$1" ]; }
until_true 30 "the first answers" test -s "$folder/answers"
for ((round = 0; round < ${1:-20}; round++)); do
  service=${replicas[round % 2]}
  victim=$(containers "$service" | sed -n "$((round / 2 % 2 + 1))p")
  pid=$(field "$victim" '{{.State.Pid}}')
  kill "-$signal" "$pid"
  if [ "$signal" = STOP ]; then
    sleep 2
    kill -CONT "$pid"
  fi
  until_true 60 "$service healthy again" healthy "$service" 2
  until_true 60 "further answers" more $(($(wc -l < "$folder/answers") + 20))
done
touch "$folder/stop"
wait $asking
echo "$round rounds of $signal:"
sort "$folder/answers" | uniq -c
quietly compose down --volumes
