#!/bin/sh
# What straddle series verify takes beside the least that it can take: the kernel with a series of three
# is built from a warm base, and both kernels are booted on a case and a control; alone, the same build,
# then the same QEMU commands from their qemu.sh, as many at once as there are processors. In turns, so
# that the host's mood hits both alike. Before each turn the objects are made those of the base again.
#
# usage: benchmarks/series.sh [-n TIMES]
set -eu

times=3
while getopts n: option; do
	case $option in
	n) times=$OPTARG ;;
	*) exit 64 ;;
	esac
done
straddle=${STRADDLE-$(dirname "$(dirname "$(readlink -f "$0")")")/straddle}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

verify() {
	"$straddle" series verify pgtable-sync --onto linux-6.12 --runs "$work/runs"
}

alone() {
	"$straddle" kernels build linux-6.12/patched
	xargs -P "$(nproc)" -n 1 sh <"$work/scripts"
}

timed() { # NAME
	"$straddle" cache rm linux-6.12/patched linux-6.12/unpatched >/dev/null
	"$straddle" kernels build linux-6.12/unpatched >"$work/base.log" 2>&1
	begin=$(date +%s.%N)
	"$1" >"$work/$1.log" 2>&1 </dev/null || true
	date +%s.%N | awk -v b="$begin" '{ printf "%.1f\n", $1 - b }' >>"$work/$1"
	printf '%-7s %7s s\n' "$1" "$(tail -n 1 "$work/$1")"
}

median() { # NAME
	sort -n "$work/$1" | awk '{ t[NR] = $1 } END { printf "%.1f", (t[int((NR + 1) / 2)] + t[int(NR / 2) + 1]) / 2 }'
}

if ! verify >"$work/first.log" 2>&1 || ! grep -q '^linux-6.12  *FIXED' "$work/first.log"; then
	cat "$work/first.log" >&2
	exit 2
fi
find "$work/runs" -path '*/cells/*' -name qemu.sh | sort >"$work/scripts"
for _ in $(seq "$times"); do
	timed verify
	timed alone
done
grep '^linux-6.12 ' "$work/verify.log"
echo "verify $(median verify) s, alone $(median alone) s, $(wc -l <"$work/scripts") boots, $times turns," \
	"ratio $(awk -v a="$(median verify)" -v b="$(median alone)" 'BEGIN { printf "%.2f", a / b }')"
