#!/usr/bin/env bash
# Profiles this machine, plans five pipelines for it (processors alone, and beside emulated devices), serves each and holds
# measured against predicted latency at 30, 50 and 70 % of its capacity, three times 30 s each. Half an hour, on an otherwise
# idle machine. The last lines are the errors of predicted p95 over all of these.
#   bench/Verify/run.sh [FOLDER]        where data, models, plans and results go; runs/verify by default
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-runs/verify}
dotnet build -c Release "$here/../../src/Cli" --verbosity quiet
recpipe() { "$here/../../src/Cli/bin/Release/net10.0/recpipe" "$@"; }
mkdir -p "$out"

recpipe data synth --preset criteo --rows 200000 --seed 1 --table-cap 100000 --out "$out/data"
for model in rm-small rm-med rm-large; do
  recpipe train --model "$model" --data "$out/data" --out "$out/models"
done
trained=(--models "$out/models" --data "$out/data")
recpipe profile --pipeline one-stage two-stage three-stage "${trained[@]}" --out "$out/box.json"

plan_and_verify() { # experiment, load to plan for, further options of plan
  recpipe plan --experiment "$here/$1.json" --hardware "cpu=$out/box.json" "${trained[@]}" --queries 50 --load "$2" "${@:3}" --out "$out/$1.plan.json" >"$out/$1.plan.txt"
  recpipe verify --plan "$out/$1.plan.json" "${trained[@]}" --loads 0.3,0.5,0.7 | tee "$out/$1.txt" || true
}
plan_and_verify cpu-one-stage 20 --slo p95=100ms
plan_and_verify cpu-two-stage 60
plan_and_verify cpu-three-stage 60
plan_and_verify cpu-accel 60
plan_and_verify gpu-cpu 50

grep -h 'median measured' "$out"/*-*.txt | grep -oE '[+-][0-9.]+%' | tr -d '+%-' | sort -n |
  awk '{ error[NR] = $1 } END { printf "Error of predicted p95 over %d loads: median %.1f %%, worst %.1f %%\n", NR, (error[int((NR + 1) / 2)] + error[int((NR + 2) / 2)]) / 2, error[NR] }'
