#!/usr/bin/env bash
# Makes stand-ins for the .NET base images of deploy/docker/Dockerfile under their names, where their registry cannot be
# reached: Debian from its archive, and this machine's own .NET. Run it under private-machine.sh.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
dotnet=$(dirname "$(realpath "$(command -v dotnet)")")
argument() { sed -nE "s/^ARG $1=(.*)/\1/p" "$here/../docker/Dockerfile"; }
runtime=mcr.microsoft.com/dotnet/aspnet:$(argument RUNTIME_TAG)
sdk=mcr.microsoft.com/dotnet/sdk:$(argument SDK_TAG)

root=$PRIVATE_MACHINE/debian
if [ ! -f "$root/.whole" ]; then
  rm -rf "$root"
  # The packages that the official image adds to its distribution.
  debootstrap --variant=minbase --include=ca-certificates,libicu72,libssl3,libstdc++6,tzdata bookworm "$root" > "$PRIVATE_MACHINE/debootstrap.log" 2>&1 \
    || { tail -n 20 "$PRIVATE_MACHINE/debootstrap.log"; exit 1; }
  # A proxy's certificates, where this machine needs them to reach packages.
  cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
  rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* "$root"/dev "$root"/proc "$root"/sys
  mkdir "$root"/{dev,proc,sys}
  touch "$root/.whole"
fi

# from PARENT FOLDER NAME PARTS...: .NET's parts on top of a folder or an image
from() {
  local parent=$1 name=$2 container
  shift 2
  container=$(buildah from --pull-never "$parent")
  if [ "$parent" = scratch ]; then
    buildah add -q "$container" "$root" / > /dev/null
  fi
  for part in "$@"; do
    [ ! -e "$dotnet/$part" ] || buildah add -q "$container" "$dotnet/$part" "/usr/share/dotnet/$part" > /dev/null
  done
  buildah run --isolation chroot --network host "$container" -- sh -c \
    'ln -sf /usr/share/dotnet/dotnet /usr/bin/dotnet; id app > /dev/null 2>&1 || { groupadd --gid 1654 app; useradd --no-create-home --uid 1654 --gid 1654 app; }'
  buildah config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --env APP_UID=1654 --env ASPNETCORE_HTTP_PORTS=8080 \
    --env DOTNET_RUNNING_IN_CONTAINER=true --env DOTNET_NOLOGO=true --env DOTNET_CLI_TELEMETRY_OPTOUT=true "$container"
  buildah commit -q --rm --format docker "$container" "$name" > /dev/null
  echo "$name: $(podman image inspect --format '{{.Size}}' "$name" | awk '{ printf "%.0f MB", $1 / 1e6 }') (made here)"
}

from scratch "$runtime" dotnet host shared
from "$runtime" "$sdk" metadata packs sdk sdk-manifests templates
