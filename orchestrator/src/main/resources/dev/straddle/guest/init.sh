#!/bin/sh
# The guest's first program: opens the probe channel, states the facts, runs /probe.
#
# The kernel has ttyS0 to itself. Everything said here goes to ttyS1, line by line:
#   fact NAME VALUE       one fact
#   text NAME             a text; its lines follow, each behind "| "
#   step NAME             a step of the probe begins; its output follows, each line behind "| "
#   status N              ... and ended with that exit status
#   rendezvous NAME       the guest waits for a line from the host, which looks around meanwhile
#   done N                /probe ended with that exit status
# A command line with straddle.unattended has nobody at the other end: nothing is waited for. One
# with straddle.flowing is of a seeded boot, in which the guest's clock must not depend on the
# host's: only a rendezvous at which the host has to act is waited for.

export PATH=/bin
export LD_LIBRARY_PATH=/lib
mount -t devtmpfs dev /dev
mount -t proc proc /proc
mount -t sysfs sys /sys
stty -F /dev/ttyS1 raw -echo
exec </dev/ttyS1 >/dev/ttyS1 2>&1

fact() { # NAME VALUE
	echo "fact $*"
}

text() { # NAME COMMAND...
	echo "text $1"
	shift
	"$@" 2>&1 | sed 's/^/| /'
}

# Runs a command, tells its output and exit status, and hands the status on.
step() { # NAME COMMAND...
	echo "step $1"
	shift
	{
		"$@" 2>&1
		echo "$?" >/tmp/status
	} | sed 's/^/| /'
	read -r status </tmp/status
	echo "status $status"
	return "$status"
}

dax_devices() {
	for device in /sys/bus/dax/devices/*; do
		[ -e "$device" ] || continue
		driver=$(readlink "$device/driver")
		line="${device##*/} driver=${driver##*/}"
		for attribute in align size target_node numa_node resource; do
			[ -r "$device/$attribute" ] || continue
			read -r value <"$device/$attribute"
			line="$line $attribute=$value"
		done
		echo "$line"
	done
}

# What the host compares before and after the work, then a pause in which it reads page tables.
rendezvous() { # NAME
	text "iomem-$1" cat /proc/iomem
	text "dax-$1" dax_devices
	echo "rendezvous $1"
	case $attended,$1 in
	yes,* | flowing,plug) read -r _ ;;
	esac
}

# The value of a kernel parameter; fails when it is not given.
parameter() { # NAME
	for word in $(cat /proc/cmdline); do
		case $word in
		"$1="*)
			echo "${word#*=}"
			return 0
			;;
		esac
	done
	return 1
}

attended=yes
grep -qw straddle.flowing /proc/cmdline && attended=flowing
grep -qw straddle.unattended /proc/cmdline && attended=no

fact protocol 1
fact release "$(uname -r)"
fact cmdline "$(cat /proc/cmdline)"
fact cpu-flags "$(sed -n '/^flags/{s/.*: //p;q}' /proc/cpuinfo)"
text notes od -An -v -tx1 /sys/kernel/notes

# A kernel that was built elsewhere has as modules what straddle builds in; their names sort in the
# order of loading.
for module in /modules/*.ko; do
	[ -e "$module" ] && step "load-${module##*/}" busybox insmod "$module"
done

(. /probe)
echo "done $?"
[ "$attended" = no ] || read -r _
poweroff -f
