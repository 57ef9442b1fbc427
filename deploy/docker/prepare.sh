#!/bin/sh
# Makes a feature store and a model of each stage under FOLDER, unless they are there:
#   prepare.sh [FOLDER]      FOLDER/data, FOLDER/models/rm-small, FOLDER/models/rm-large
# RECPIPE_ROWS and RECPIPE_TABLE_CAP size the data. Everything is written under another name and renamed when it is whole, so
# that an interrupted run is done again.
set -eu
folder=${1:-/var/lib/recpipe}
recpipe() { dotnet /app/recpipe.dll "$@"; }

if [ -d "$folder/data" ]; then
  echo "$folder/data is there"
else
  rm -rf "$folder/data.part" "$folder/models"
  recpipe data synth --preset criteo --rows "${RECPIPE_ROWS:-60000}" --table-cap "${RECPIPE_TABLE_CAP:-20000}" --seed 1 --out "$folder/data.part"
  mv "$folder/data.part" "$folder/data"
fi
mkdir -p "$folder/models"
for model in rm-small rm-large; do
  if [ -d "$folder/models/$model" ]; then
    echo "$folder/models/$model is there"
    continue
  fi
  rm -rf "$folder/models/$model.part"
  recpipe train --model "/app/configs/models/$model.json" --data "$folder/data" --out "$folder/models/$model.part"
  mv "$folder/models/$model.part" "$folder/models/$model"
done
