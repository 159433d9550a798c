#!/bin/sh
# Boots many guests at once on a host that has too little for them, beside a compiler: a busy host
# must not turn into a word about a kernel. Three kinds of guests take turns:
#   good    does its work on the kernel with the series: PASS
#   crash   the same without it: OOPS
#   hang    its probe falls silent for ever: HANG, soon after its silence timeout
# Every other word is counted as wrong, except INFRA, which is counted apart: the host's trouble was
# told as such. Kernels must be in the cache.
#
# usage: benchmarks/starved.sh [-n BOOTS] [-j AT-ONCE] [-c COMPILERS]
set -eu

boots=48
at_once=8
compilers=2
while getopts n:j:c: option; do
	case $option in
	n) boots=$OPTARG ;;
	j) at_once=$OPTARG ;;
	c) compilers=$OPTARG ;;
	*) exit 64 ;;
	esac
done
here=$(dirname "$(dirname "$(readlink -f "$0")")")
straddle=${STRADDLE:-$here/straddle}
work=$(mktemp -d)
mkdir "$work/boots" "$work/source"
trap 'touch "$work/over"; wait; rm -rf "$work"' EXIT INT TERM

cat >"$work/silent.sh" <<'END'
rendezvous before
sleep 100000
END
sed 's,^probe: .*,probe: silent.sh,; s,silence: [^,}]*,silence: 5s,' \
	"$here/guest-configs/pgd-straddle.yaml" >"$work/silent.yaml"

# Functions enough to keep a compiler busy for some seconds.
awk 'BEGIN { for (i = 0; i < 3000; i++)
	printf "int f%d(int *a, int n) { int s = 0; for (int i = 0; i < n; i++) s += a[i] * %d; return s; }\n", i, i }' \
	>"$work/source/much.c"
compile() {
	while [ ! -e "$work/over" ]; do
		cc -O3 -c -o /dev/null "$work/source/much.c"
	done
}
n=0
while [ "$n" -lt "$compilers" ]; do
	compile &
	n=$((n + 1))
done

# One boot; its record is what it is called, what was due, what came, and how long it took.
boot() { # NUMBER
	case $(($1 % 4)) in
	0 | 1) kind=good due=PASS kernel=linux-6.12/patched guest=pgd-straddle ;;
	2) kind=crash due=OOPS kernel=linux-6.12/unpatched guest=pgd-straddle ;;
	3) kind=hang due=HANG kernel=linux-6.12/patched guest=$work/silent.yaml ;;
	esac
	begin=$(date +%s)
	"$straddle" boot "$kernel" "$guest" >"$work/boots/$1.log" 2>&1 </dev/null || :
	came=$(sed -n 's/^linux-6.12[^ ]*: \([A-Z_]*\).*/\1/p' "$work/boots/$1.log")
	echo "$kind $due ${came:-nothing} $(($(date +%s) - begin))" >"$work/boots/$1"
	[ "$came" = "$due" ] || sed "s/^/  $1: /" "$work/boots/$1.log" >&2
}

# As many strands as boots at once; each takes every so many-th boot.
strand() { # FIRST
	i=$1
	while [ "$i" -lt "$boots" ]; do
		boot "$i"
		i=$((i + at_once))
	done
}
strands=
s=0
while [ "$s" -lt "$at_once" ]; do
	strand "$s" &
	strands="$strands $!"
	s=$((s + 1))
done
# shellcheck disable=SC2086 # one word for each
wait $strands

cat "$work"/boots/*[0-9] | awk -v at_once="$at_once" -v compilers="$compilers" '
{
	all[$1]++; due[$1] = $2
	if ($3 == $2) right[$1]++; else if ($3 == "INFRA") infra[$1]++; else wrong[$1]++
	if ($4 > longest[$1]) longest[$1] = $4
}
END {
	printf "%d at once beside %d compilers\n", at_once, compilers
	printf "%-6s %5s %5s %6s %6s %6s %10s\n", "guest", "due", "boots", "right", "INFRA", "wrong", "longest, s"
	for (kind in all) {
		printf "%-6s %5s %5d %6d %6d %6d %10d\n", kind, due[kind], all[kind], right[kind], infra[kind], wrong[kind], longest[kind]
		bad += wrong[kind]
	}
	exit bad > 0
}'
