#!/usr/bin/env bash
# Begin systemd as the first process of a machine of its own: this one's files, with all that is written kept apart.
# In new namespaces of processes, mounts, control groups, names and messages. Usage: boot.sh FOLDER
# FOLDER: a tmpfs of the caller's, which outlives this machine as a disk does.
set -euo pipefail
disk=$1
new=$disk/machine
mkdir -p "$disk"/{written,work} "$new"
mount --make-rprivate /
mount -t overlay overlay -o "lowerdir=/,upperdir=$disk/written,workdir=$disk/work" "$new"
mount -t proc proc "$new/proc"
# The kernel is not its own: nothing of it may be changed from in there.
mount --bind "$new/proc/sys" "$new/proc/sys"
mount -o remount,bind,ro "$new/proc/sys"
mount -t sysfs -o ro sysfs "$new/sys"
mount -t cgroup2 cgroup2 "$new/sys/fs/cgroup"
mount -t tmpfs -o mode=755 tmpfs "$new/dev"
mkdir "$new/dev/pts" "$new/dev/shm"
for device in null zero full random urandom tty; do
  touch "$new/dev/$device"
  mount --bind "/dev/$device" "$new/dev/$device"
done
ln -s /proc/self/fd "$new/dev/fd"
ln -s pts/ptmx "$new/dev/ptmx"
mount -t tmpfs tmpfs "$new/run"
mount -t tmpfs tmpfs "$new/root"
cd "$new"
mkdir -p before
pivot_root . before
umount -l /before
export container=vagvisare
exec /lib/systemd/systemd --system --unit=kiosk-machine.target --log-target=journal
