#!/bin/bash
# Boots guests while their QEMU is stopped or killed at a random moment, or while the disk on which
# the boot is kept fills up: none of it may turn into a word about a kernel. Two kinds of guests take
# turns, one that is due PASS and one that is due OOPS. Every other word than that is counted as
# wrong, except INFRA: the host's trouble was told as such. Kernels must be in the cache.
#
# usage: benchmarks/disturbed.sh [-n BOOTS] [-j AT-ONCE] stop|kill|disk
set -eu

boots=48
at_once=4
while getopts n:j: option; do
	case $option in
	n) boots=$OPTARG ;;
	j) at_once=$OPTARG ;;
	*) exit 64 ;;
	esac
done
shift $((OPTIND - 1))
how=${1:?stop, kill or disk}
here=$(dirname "$(dirname "$(readlink -f "$0")")")
straddle=${STRADDLE:-$here/straddle}
work=$(mktemp -d)
trap 'wait; rm -rf "$work"' EXIT

# The QEMU among the descendants of a process.
qemu_of() { # PID
	local child
	for child in $(pgrep -P "$1" 2>/dev/null); do
		if grep -q qemu-system "/proc/$child/comm" 2>/dev/null; then
			echo "$child"
		else
			qemu_of "$child"
		fi
	done
}

# Waits for QEMU, then for up to six seconds, and strikes.
disturb() { # PID OF STRADDLE
	local qemu=
	while [ -z "$qemu" ] && kill -0 "$1" 2>/dev/null; do
		sleep 0.1
		qemu=$(qemu_of "$1")
	done
	[ -n "$qemu" ] || return 0
	sleep "$((RANDOM % 6)).$((RANDOM % 10))"
	case $how in
	kill) kill -KILL "$qemu" 2>/dev/null || : ;;
	stop)
		kill -STOP "$qemu" 2>/dev/null || return 0
		sleep $((RANDOM % 25))
		kill -CONT "$qemu" 2>/dev/null || :
		;;
	esac
}

boot() { # NUMBER
	local due=PASS kernel=linux-6.12/patched log=$work/$1.log begin pid came status=0
	[ $(($1 % 2)) = 0 ] || due=OOPS kernel=linux-6.12/unpatched
	begin=$(date +%s)
	if [ "$how" = disk ]; then
		# From a disk that holds nothing at all to one on which all but the last file fits.
		unshare -rm sh -c 'mkdir -p "$1" && mount -t tmpfs -o size=$2 none "$1" && exec env XDG_DATA_HOME="$1" "$3" boot "$4" pgd-straddle' \
			sh "$work/disk$1" "$((4096 * (1 + RANDOM % 60)))" "$straddle" "$kernel" >"$log" 2>&1 </dev/null || status=$?
	else
		XDG_DATA_HOME=$work/runs$1 "$straddle" boot "$kernel" pgd-straddle >"$log" 2>&1 </dev/null &
		pid=$!
		disturb "$pid"
		wait "$pid" || status=$?
	fi
	came=$(sed -n 's/^linux-6.12[^ ]*: \([A-Z_]*\).*/\1/p' "$log")
	if [ -z "$came" ] && [ "$status" = 2 ] && grep -q '^straddle: ' "$log"; then
		came=INFRA # the host's trouble, told before there was a guest to speak of
	fi
	! grep -q '^	at \|^Exception' "$log" || came=trace
	echo "$due ${came:-nothing} $(($(date +%s) - begin))" >"$work/$1.word"
	[ "$came" = "$due" ] || [ "$came" = INFRA ] || sed "s/^/  $1: /" "$log" >&2
	rm -rf "$work/runs$1"
}

for strand in $(seq "$at_once"); do
	for n in $(seq "$strand" "$at_once" "$boots"); do boot "$n"; done &
done
wait

cat "$work"/*.word | awk -v how="$how" -v at_once="$at_once" '
{
	all++
	if ($2 == $1) right++; else if ($2 == "INFRA") infra++; else { wrong++; words = words " " $2 }
	if ($3 > longest) longest = $3
}
END {
	printf "%s, %d at once: %d boots, %d as due, %d INFRA, %d wrong%s; the longest took %d s\n", how, at_once, all, right, infra, wrong, words, longest
	exit wrong > 0
}'
