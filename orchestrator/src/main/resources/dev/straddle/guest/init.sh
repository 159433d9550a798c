#!/bin/sh
# The guest's first program: opens the probe channel, states the facts, runs /probe.
#
# The kernel has ttyS0 to itself. Everything said here goes to ttyS1, line by line:
#   fact NAME VALUE       one fact
#   text NAME             a text; its lines follow, each behind "| "
#   step NAME             a step of the probe begins; its output follows, each line behind "| "
#   status N              ... and ended with that exit status, or none that could be read
#   rendezvous NAME       the guest waits for a line from the host, which looks around meanwhile
#   done N                /probe ended with that exit status; the guest powers off when told to
# A command line with straddle.unattended has nobody at the other end: nothing is waited for. One
# with straddle.flowing is of a seeded boot, in which the guest's clock must not depend on the
# host's: only a rendezvous at which the host has to act is waited for.
#
# Starting a program is dear on an emulated processor, so the shell itself does what it can.

export PATH=/bin
export LD_LIBRARY_PATH=/lib

fact() { # NAME VALUE
	echo "fact $*"
}

# Puts what it reads behind "| ", line by line.
quoted() {
	while IFS= read -r line || [ -n "$line" ]; do
		echo "| $line"
	done
}

text() { # NAME FILE
	echo "text $1"
	quoted <"$2"
}

# Runs a command, tells its output and exit status, and hands the status on. Each step has a file
# of its own, empty at first, for its status: its shell may be killed, and a step may hold another.
step() { # NAME COMMAND...
	steps=$((steps + 1))
	local file=/tmp/status.$steps status=
	echo "step $1"
	shift
	: >"$file"
	{
		"$@" 2>&1
		echo "$?" >"$file"
	} | quoted
	read -r status <"$file"
	echo "status ${status:-none}"
	return "${status:-255}"
}

dax_devices() { # NAME
	echo "text $1"
	for device in /sys/bus/dax/devices/*; do
		[ -e "$device" ] || continue
		driver=
		if [ -e "$device/driver" ]; then
			cd -P "$device/driver" && driver=${PWD##*/}
			cd /
		fi
		line="| ${device##*/} driver=$driver"
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
	text "iomem-$1" /proc/iomem
	dax_devices "dax-$1"
	echo "rendezvous $1"
	case $attended,$1 in
	yes,* | flowing,plug) read -r _ ;;
	esac
}

# The value of a kernel parameter; fails when it is not given.
parameter() { # NAME
	for word in $cmdline; do
		case $word in
		"$1="*)
			echo "${word#*=}"
			return 0
			;;
		esac
	done
	return 1
}

# A person in the guest runs the probe; its words are for the terminal, the long ones left out.
if [ "$1" = by-hand ]; then
	read -r cmdline </proc/cmdline
	attended=no
	text() { :; }
	(. /probe)
	exit
fi

mount -a
stty -F /dev/ttyS1 raw -echo
exec </dev/ttyS1 >/dev/ttyS1 2>&1

read -r release </proc/sys/kernel/osrelease
read -r cmdline </proc/cmdline
attended=yes
case " $cmdline " in
*" straddle.unattended "*) attended=no ;;
*" straddle.flowing "*) attended=flowing ;;
esac

fact protocol 1
fact release "$release"
fact cmdline "$cmdline"

# A kernel that was built elsewhere has as modules what straddle builds in; their names sort in the
# order of loading.
for module in /modules/*.ko; do
	[ -e "$module" ] && step "load-${module##*/}" busybox insmod "$module"
done

[ -e /ssh.sh ] && . /ssh.sh

# The guest's own time: of a seeded boot it is the same every time.
clock() { # NAME
	[ -r /proc/timer_list ] || return 0
	{ read -r _; read -r _; read -r _ _ now _; } </proc/timer_list
	fact "$1" "$now"
}

clock clock-before
(. /probe)
status=$?
clock clock-after
# Files that the guest's definition has claims on.
[ -e /shown ] && while read -r file; do
	[ -r "$file" ] && text "file:$file" "$file"
done </shown
echo "done $status"
# The host watches what still happens, and then lets the guest go; a guest that flows waits itself.
case $attended in
yes) read -r _ ;;
flowing) sleep "$(parameter straddle.settle)" ;;
esac
poweroff -f
