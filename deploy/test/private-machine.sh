#!/usr/bin/env bash
# Runs a command on a machine of its own for containers: private mounts, network (loopback only), processes and container
# storage. When the command ends, whatever it left running dies and whatever it mounted is gone; only the folder stays.
#   private-machine.sh [--online] FOLDER COMMAND...      --online: with the network of the machine, to fetch packages
# Needs root, podman, crun and iproute2. Settings of podman are for machines without systemd and with mixed cgroups.
set -euo pipefail
network=--net
if [ "$1" = --online ]; then
  network=
  shift
fi
folder=$(realpath "$1")
shift
mkdir -p "$folder"/{conf,tmp}

cat > "$folder/conf/storage.conf" <<END
[storage]
driver = "overlay"
graphroot = "$folder/storage"
runroot = "$folder/run"
END
# The open-file limit that podman asks for by default may be above what this machine grants.
files=$(ulimit -Hn)
[ "$files" != unlimited ] && [ "$files" -lt 16384 ] || files=16384
cat > "$folder/conf/containers.conf" <<END
[containers]
default_ulimits = ["nofile=$files:$files", "nproc=16384:16384"]
cgroups = "disabled"
cgroupns = "host"
log_driver = "k8s-file"
seccomp_profile = "unconfined"
apparmor_profile = "unconfined"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "crun"
[network]
network_backend = "netavark"
network_config_dir = "$folder/networks"
END
# Without a network a name that is not a container's must fail at once: podman's name server answers nobody while it waits.
[ -z "$network" ] && cp /etc/resolv.conf "$folder/conf/resolv.conf" || echo 'nameserver 127.0.0.1' > "$folder/conf/resolv.conf"
echo 'unqualified-search-registries = []' > "$folder/conf/registries.conf"
echo '{ "default": [ { "type": "insecureAcceptAnything" } ] }' > "$folder/conf/policy.json"

export CONTAINERS_STORAGE_CONF=$folder/conf/storage.conf CONTAINERS_CONF=$folder/conf/containers.conf
export CONTAINERS_REGISTRIES_CONF=$folder/conf/registries.conf TMPDIR=$folder/tmp
export PRIVATE_MACHINE=$folder

# Whatever ends the caller ends this too. cgroup2 out of sight, so that crun sees plain cgroups of version 1 and, told so, makes none.
exec setpriv --pdeathsig KILL unshare --mount $network --pid --fork --kill-child --mount-proc --propagation private bash -euc '
  mount -t tmpfs tmpfs /run
  mount -t tmpfs tmpfs /dev/shm
  mkdir -p /run/netns /run/lock
  if mountpoint -q /sys/fs/cgroup/unified; then umount /sys/fs/cgroup/unified; fi
  mkdir -p /etc/containers
  mount --bind "$PRIVATE_MACHINE/conf/resolv.conf" /etc/resolv.conf
  ip link set lo up 2> /dev/null || true
  "$@"
' private-machine "$@"
