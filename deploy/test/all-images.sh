#!/usr/bin/env bash
# Makes every image that the tests of containers use, in a folder's own storage: stand-ins for base images, RecPipe's, Prometheus'.
#   all-images.sh FOLDER
set -euo pipefail
here=$(dirname "$(realpath "$0")")
"$here/private-machine.sh" --online "$1" "$here/base-images.sh"
"$here/private-machine.sh" --online "$1" "$here/images.sh"
if command -v prometheus > /dev/null && [ -f "$here/../prometheus/prometheus.yml" ]; then
  "$here/private-machine.sh" "$1" "$here/prometheus-image.sh"
fi
