#!/bin/bash
# Many boots in one go while everything around them goes wrong: QEMU is killed and stopped at random,
# the machine has other work, the disk of the results is full for a while (root only), straddle itself
# is killed and resumed, and of five guests one floods its console, one falls silent and one resets.
# Then each cell's word is compared with what its guest is due, and nothing may be left behind: no
# process, no runtime directory, no lease on a kernel, no socket.
#
# Attacks are as far apart as boots are long, or none would ever end: where a machine is slower, -a takes
# longer pauses. The load comes for a minute in four, for the same reason.
#
# usage: benchmarks/endurance.sh [-n BOOTS] [-k KILLS OF STRADDLE] [-l LOAD] [-f SECONDS OF FULL DISK]
#            [-a LONGEST PAUSE BETWEEN ATTACKS, IN SECONDS] [-c PROCESSORS]
set -eu

boots=1000
kills=5
load=8
full=60
pause=20
processors=$(nproc)
while getopts n:k:l:f:a:c: option; do
	case $option in
	n) boots=$OPTARG ;;
	k) kills=$OPTARG ;;
	l) load=$OPTARG ;;
	f) full=$OPTARG ;;
	a) pause=$OPTARG ;;
	c) processors=$OPTARG ;;
	*) exit 64 ;;
	esac
done
here=$(cd "$(dirname "$0")/.." && pwd)
straddle=${STRADDLE-$here/straddle}
work=$(mktemp -d)
mkdir "$work/runs" "$work/tmp" "$work/guest-configs"
repetitions=$(((boots + 9) / 10))

# A guest like pgd-aligned with another probe, which has no second to lose.
guest() { # NAME, the probe on standard input
	cat >"$work/guest-configs/$1.sh"
	sed "s|^probe: .*|probe: $1.sh|; s|^timeouts: .*|timeouts: {boot: 20s, probe: 1s, silence: 1s}|" \
		"$here/guest-configs/pgd-aligned.yaml" >"$work/guest-configs/$1.yaml"
}
guest flood <<'END'
rendezvous before
while :; do echo 'the same line again and again'; done >/dev/ttyS0
END
guest silent <<'END'
rendezvous before
sleep 100000
END
guest reset <<'END'
rendezvous before
reboot -f
END
cat >"$work/endurance.yaml" <<END
description: Many boots of five guests while everything around them goes wrong.
kernels: [linux-6.12]
without: unpatched
with: patched
guests:
  pgd-straddle: FIXED
  pgd-aligned: NOT_REPRODUCED
  flood: INCONCLUSIVE
  silent: INCONCLUSIVE
  reset: INCONCLUSIVE
repetitions: $repetitions
crash:
  titles: ['BUG: unable to handle kernel paging request in (__init_single_page|__init_zone_device_page|memmap_init_zone_device|vmemmap_set_pmd)']
  fault-in: vmemmap
END

mounted=
if [ "$full" -gt 0 ] && [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=$((boots * 4 + 1500))m straddle-endurance "$work/runs" 2>/dev/null; then
	mounted=yes
else
	echo "the disk is not filled: it takes root, and -f above 0" >&2
fi
troubles=()
stop() {
	for pid in "${troubles[@]}"; do kill "$pid" 2>/dev/null || true; done
	wait "${troubles[@]}" 2>/dev/null || true
	troubles=()
}
leave() {
	stop
	[ -z "$mounted" ] || umount "$work/runs" 2>/dev/null || umount -l "$work/runs"
}
trap leave EXIT

(
	trap 'kill $(jobs -p); exit' TERM
	while :; do
		for _ in $(seq "$load"); do timeout 60 sh -c 'while :; do :; done' & done
		echo "a minute of load $load" >>"$work/done"
		sleep 240 &
		wait $!
	done
) &
troubles+=($!)

# The guests of the straddle that runs now, and of no other: children of a shell that is its child. By
# their program's name: the shell that ends a guest when straddle dies has QEMU's arguments, too.
guests() {
	local shell straddles
	straddles=$(cat "$work/pid" 2>/dev/null || echo 0)
	for shell in $(pgrep -P "$straddles" || true) "$straddles"; do
		pgrep -P "$shell" qemu-system || true
	done
}

(
	while sleep $((RANDOM % pause + 3)); do
		qemu=$(guests | shuf -n 1)
		[ -n "$qemu" ] || continue
		case $((RANDOM % 3)) in
		0) kill -KILL "$qemu" 2>/dev/null && echo "QEMU killed" >>"$work/done" ;;
		1)
			kill -STOP "$qemu" 2>/dev/null && echo "QEMU stopped for seconds" >>"$work/done"
			sleep $((RANDOM % 4 + 1))
			kill -CONT "$qemu" 2>/dev/null
			;;
		2) kill -STOP "$qemu" 2>/dev/null && echo "QEMU stopped for good" >>"$work/done" ;;
		esac || true
	done
) &
troubles+=($!)
if [ -n "$mounted" ]; then
	(
		sleep $((boots / 4 + 10))
		cat /dev/zero >"$work/runs/filler" 2>/dev/null || true # until it is full
		echo "disk full for $full s" >>"$work/done"
		sleep "$full"
		rm -f "$work/runs/filler"
	) &
	troubles+=($!)
fi

# What straddle is to leave nothing in is kept apart from what others use.
run() { # ARGUMENTS...
	XDG_RUNTIME_DIR=$work/tmp TMPDIR=$work/tmp "$straddle" run --runs "$work/runs" --attempts 9 --cpus "$processors" "$@" \
		>>"$work/out" 2>>"$work/err" </dev/null &
	echo $! >"$work/pid"
}
# On a full disk it says so and does not begin.
resume() {
	for _ in $(seq 24); do
		run --resume latest
		sleep 5
		kill -0 "$(cat "$work/pid")" 2>/dev/null && return
		wait "$(cat "$work/pid")" && return
		echo "not resumed" >>"$work/done"
		sleep 5
	done
}
leases() { find "${XDG_CACHE_HOME:-$HOME/.cache}/straddle/leases" -type f 2>/dev/null | wc -l; }

before=$(leases)
begin=$(date +%s)
run "$work/endurance.yaml"
for _ in $(seq "$kills"); do
	sleep $((boots / (kills + 1) + 5))
	if kill -0 "$(cat "$work/pid")" 2>/dev/null; then
		kill -KILL "$(cat "$work/pid")"
		echo "straddle killed" >>"$work/done"
	fi
	wait "$(cat "$work/pid")" 2>/dev/null || true
	resume
done
status=0
wait "$(cat "$work/pid")" || status=$?
stop
rm -f "$work/runs/filler"
# What a full disk spoilt for good is booted when there is room again, as its message says.
if [ "$status" != 0 ]; then
	echo "status $status; resumed without trouble" >>"$work/done"
	run --resume latest
	status=0
	wait "$(cat "$work/pid")" || status=$?
fi

sleep 2
echo "done to it in $(($(date +%s) - begin)) s:"
sort "$work/done" | uniq -c
wrong=0
python3 - "$work/runs" <<'END' || wrong=1
import collections, glob, json, sys
due = {"pgd-straddle": ("OOPS", "PASS"), "pgd-aligned": ("PASS", "PASS")}
words, wrong, records = collections.Counter(), [], 0
for path in glob.glob(sys.argv[1] + "/*/run.json"):
    run = json.load(open(path))
    records += len(glob.glob(path[: -len("run.json")] + "cells/*/observation.json"))
    missing = len(run["cells"]) - len(run["verdict"]["cells"])
    if missing:
        wrong.append(f"{missing} cells without a word")
    for cell in run["verdict"]["cells"]:
        variant, guest = cell["cell"].split("/")[1].split("@")
        guest = guest.split("#")[0].split("~")[0]
        words[guest, variant, cell["outcome"]] += 1
        if cell["outcome"] != due.get(guest, ("HANG", "HANG"))[variant == "patched"]:
            wrong.append(f'{cell["cell"]}: {cell["outcome"]}: {cell["reason"]}')
for word, count in sorted(words.items()):
    print(f"{count:7} {word[0]:12} {word[1]:9} {word[2]}")
print(f"{records} records")
print("\n".join("wrong: " + line for line in wrong))
sys.exit(bool(wrong) or not words)
END
echo "exit status $status, $(find "$work/runs"/*/attempts -mindepth 1 -maxdepth 1 2>/dev/null | wc -l) attempts set aside"
left=$(pgrep -f "$work" | grep -vx $$ || true)
[ -z "$left" ] || { echo "processes left: $left" >&2; wrong=1; }
[ -z "$(ls -A "$work/tmp")" ] || { echo "left: $(ls -A "$work/tmp")" >&2; wrong=1; }
[ "$(leases)" -le "$before" ] || { echo "leases left: $(leases), before $before" >&2; wrong=1; }
if [ "$status" = 0 ] && [ "$wrong" = 0 ]; then
	leave
	mounted=
	rm -rf "$work"
	exit 0
fi
cp "$work/out" "$work/err" "${TMPDIR:-/tmp}" 2>/dev/null || true
echo "see $work/err" >&2
exit 1
