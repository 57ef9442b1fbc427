#!/usr/bin/env bash
# Takes the pictures of docs/images: trains models, serves them, offers load, runs the demo and the cache study, and opens the
# pages these leave behind in Chromium (apt-get install chromium nodejs npm). Five minutes on two cores.
#   tools/Screenshots/take.sh [NAME ...]     load-report gateway-api demo-report cache-study; all of them unless named
set -euo pipefail
cd "$(dirname "$0")/../.."
images=$PWD/docs/images
wanted=" ${*:-load-report gateway-api demo-report cache-study} "
work=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill -TERM "$server" && wait "$server" || true; fi; rm -rf "$work"' EXIT
wants() { [[ $wanted == *" $1 "* ]]; }

dotnet build src/Cli -c Release --nologo -v quiet
recpipe() { dotnet src/Cli/bin/Release/net10.0/recpipe.dll "$@"; }
cp tools/Screenshots/package.json tools/Screenshots/shoot.mjs "$work"
npm install --prefix "$work" --no-package-lock --ignore-scripts --no-audit --no-fund --silent
pages=()

if wants load-report || wants gateway-api; then
  recpipe data synth --preset criteo --rows 60000 --seed 1 --table-cap 20000 --out "$work/data"
  recpipe train --model configs/models/rm-small.json --data "$work/data" --out "$work/models"
  recpipe train --model configs/models/rm-large.json --data "$work/data" --out "$work/models"
  dotnet src/Cli/bin/Release/net10.0/recpipe.dll serve --pipeline configs/pipelines/two-stage.json --models "$work/models" --data "$work/data" \
    --grpc 127.0.0.1:0 --http 127.0.0.1:0 >"$work/serve.log" 2>&1 &
  server=$!
  for _ in $(seq 120); do grep -q 'REST on' "$work/serve.log" && break; sleep 0.5; done
  read -r grpc rest < <(sed -nE 's|.*gRPC on (http://[^/]*).* REST on (http://[^ ]*).*|\1 \2|p' "$work/serve.log") || { cat "$work/serve.log" >&2; exit 1; }
  pages+=("gateway-api=$rest")
fi
if wants load-report; then
  # The generator shares the cores with what it measures, as in the demo, which allows as much.
  recpipe load --gateway "$grpc" --pipeline two-stage --data "$work/data" --rate 100 --duration 30s --warm-up 10s --max-lag-share 0.3 \
    --threshold 'p95<100ms' --threshold 'errors<1%' --report "$work/load"
  pages+=("load-report=$work/load/load.html")
fi
if wants demo-report; then
  recpipe demo --out "$work/demo"
  pages+=("demo-report=$work/demo/report.html")
fi
if wants cache-study; then
  recpipe accel cache-study --lookups 1000000 --out "$work/cache-study"
  pages+=("cache-study=$work/cache-study/cache-study.html")
fi

taken=()
for page in "${pages[@]}"; do
  if wants "${page%%=*}"; then taken+=("$page"); fi
done
node "$work/shoot.mjs" "$images" "${taken[@]}"
