#!/usr/bin/env bash
# Builds the targets of deploy/docker/Dockerfile as recpipe/TARGET:0.1.0, or the tag in RECPIPE_TAG. Run it under private-machine.sh,
# after base-images.sh.
#   images.sh [TARGET...]
set -euo pipefail
repository=$(realpath "$(dirname "$0")/../..")
[ $# -gt 0 ] || set -- gateway stage-worker accel-emulator load-gen recpipe
tag=${RECPIPE_TAG:-0.1.0}
packages=${NUGET_PACKAGES:-$HOME/.nuget/packages}
mkdir -p "$packages"

for target in "$@"; do
  started=$SECONDS
  # Packages that this machine has are not fetched again; :O keeps what the build adds out of its store.
  buildah bud --layers --format docker --isolation chroot --network host --pull-never \
    --volume "$packages:/root/.nuget/packages:O" --file "$repository/deploy/docker/Dockerfile" --target "$target" \
    --tag "docker.io/recpipe/$target:$tag" "$repository" > "$PRIVATE_MACHINE/build-$target.log" 2>&1 \
    || { tail -n 40 "$PRIVATE_MACHINE/build-$target.log"; exit 1; }
  size=$(podman image inspect --format '{{.Size}}' "docker.io/recpipe/$target:$tag")
  echo "recpipe/$target:$tag: $((SECONDS - started)) s, $((size / 1000000)) MB"
done
