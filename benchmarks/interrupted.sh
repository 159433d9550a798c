#!/bin/bash
# Interrupts `straddle run` at a random moment, as Ctrl-C does (or kills it, with -9), and goes on
# with --resume. After Ctrl-C the run must have run.json and a summary; after either the resumed run
# must come to its verdict. Kernels must be in the cache.
#
# usage: benchmarks/interrupted.sh [-n TIMES] [-w WITHIN-SECONDS] [-9]
set -eu

times=20
within=12
signal=INT
while getopts n:w:9 option; do
	case $option in
	n) times=$OPTARG ;;
	w) within=$OPTARG ;;
	9) signal=KILL ;;
	*) exit 64 ;;
	esac
done
here=$(dirname "$(dirname "$(readlink -f "$0")")")
straddle=${STRADDLE:-$here/straddle}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

early=0 ended=0 stopped=0 wrong=0
for n in $(seq "$times"); do
	runs=$work/$n log=$work/$n.log
	# An interrupt is ignored in what a script runs in the background, unless that asks for it again.
	setsid python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execvp(sys.argv[1], sys.argv[1:])' "$straddle" run pgd-sync --runs "$runs" >"$log" 2>&1 </dev/null &
	pid=$!
	sleep "$((RANDOM % within)).$((RANDOM % 1000))"
	kill "-$signal" -- "-$pid" 2>/dev/null || :
	status=0
	wait "$pid" || status=$?
	run=$(find "$runs" -mindepth 1 -maxdepth 1 -type d 2>/dev/null | head -1)
	fault=
	if [ -z "$run" ]; then
		early=$((early + 1))
		continue
	fi
	if [ "$signal" = INT ]; then
		python3 -m json.tool "$run/run.json" >/dev/null 2>&1 || fault="no run.json (status $status)"
		[ -s "$run/report/summary.txt" ] || [ -s "$run/summary.txt" ] || fault="$fault no summary (status $status)"
	fi
	! grep -q '^	at \|^Exception' "$log" || fault="$fault a stack trace"
	if [ "$status" = 0 ]; then ended=$((ended + 1)); else stopped=$((stopped + 1)); fi
	if "$straddle" run pgd-sync --runs "$runs" --resume "$run" >>"$log" 2>&1 </dev/null; then
		grep -q '^FIXED' "$log" || fault="$fault no FIXED after --resume"
	else
		fault="$fault --resume ended with status $?"
	fi
	if [ -n "$fault" ]; then
		wrong=$((wrong + 1))
		echo "$n: $fault" >&2
		sed "s/^/  $n: /" "$log" >&2
	fi
	rm -rf "$runs"
done
echo "SIG$signal within $within s: $times times, $early before there was a run, $stopped stopped it, $ended came behind its end, $wrong wrong"
[ "$wrong" = 0 ]
