#!/bin/bash
# Many boots in one go while everything around them goes wrong: QEMU is killed and stopped at random,
# the machine has other work, straddle itself is killed and resumed. Then every word is compared with
# what the matrix expects, and nothing may be left behind: no process, no lock, no runtime directory.
#
# usage: benchmarks/endurance.sh [-n BOOTS] [-k KILLS OF STRADDLE] [-l LOAD]
set -eu

boots=1000
kills=5
load=8
while getopts n:k:l: option; do
	case $option in
	n) boots=$OPTARG ;;
	k) kills=$OPTARG ;;
	l) load=$OPTARG ;;
	*) exit 64 ;;
	esac
done
here=$(cd "$(dirname "$0")/.." && pwd)
straddle=${STRADDLE-$here/straddle}
work=$(mktemp -d)
repetitions=$(((boots + 3) / 4))
cat >"$work/endurance.yaml" <<EOF
description: Many boots of two guests while everything around them goes wrong.
kernels: [linux-6.12]
without: unpatched
with: patched
guests: {pgd-straddle: FIXED, pgd-aligned: NOT_REPRODUCED}
repetitions: $repetitions
crash:
  titles: ['BUG: unable to handle kernel paging request in (__init_single_page|__init_zone_device_page|memmap_init_zone_device|vmemmap_set_pmd)']
  fault-in: vmemmap
EOF

helpers=()
stop() {
	for pid in "${helpers[@]}"; do kill "$pid" 2>/dev/null || true; done
}
trap stop EXIT

for _ in $(seq "$load"); do
	(while :; do :; done) &
	helpers+=($!)
done

# The guests of the straddle that runs now, and of no other.
guests() {
	[ -f "$work/pid" ] && pgrep -P "$(cat "$work/pid")" -f 'nvdimm' 2>/dev/null || true
	# QEMU is a grandchild: a shell makes its pipes first.
	for child in $(pgrep -P "$(cat "$work/pid" 2>/dev/null || echo 0)" 2>/dev/null || true); do
		pgrep -P "$child" -f nvdimm 2>/dev/null || true
	done
}

(
	while sleep $((RANDOM % 8 + 3)); do
		guest=$(guests | shuf -n 1)
		[ -n "$guest" ] || continue
		case $((RANDOM % 3)) in
		0) kill -KILL "$guest" 2>/dev/null && echo "killed" >>"$work/done" ;;
		1)
			kill -STOP "$guest" 2>/dev/null && echo "stopped" >>"$work/done"
			sleep $((RANDOM % 4 + 1))
			kill -CONT "$guest" 2>/dev/null
			;;
		2) kill -STOP "$guest" 2>/dev/null && echo "stopped for good" >>"$work/done" ;;
		esac || true
	done
) &
helpers+=($!)

run() { # ARGUMENTS...
	"$straddle" run --runs "$work/runs" --attempts 9 "$@" >>"$work/out" 2>>"$work/err" </dev/null &
	echo $! >"$work/pid"
}

run "$work/endurance.yaml"
for _ in $(seq "$kills"); do
	sleep $((boots / (kills + 1) + 5))
	kill -0 "$(cat "$work/pid")" 2>/dev/null || break
	kill -KILL "$(cat "$work/pid")"
	wait "$(cat "$work/pid")" 2>/dev/null || true
	echo "straddle killed" >>"$work/done"
	run --resume latest
done
status=0
wait "$(cat "$work/pid")" || status=$?
stop

sleep 2
echo "what was done to it:"
sort "$work/done" | uniq -c
echo "exit status $status; $(find "$work/runs"/*/cells -name observation.json | wc -l) records, $(
	find "$work/runs"/*/attempts -mindepth 1 -maxdepth 1 2>/dev/null | wc -l
) attempts set aside"
tail -n 25 "$work/out" | head -n 12
left=$(pgrep -f "$work" || true)
[ -z "$left" ] || { echo "processes left: $left" >&2; status=3; }
if [ "$status" = 0 ]; then rm -rf "$work"; else echo "see $work" >&2; fi
exit "$status"
