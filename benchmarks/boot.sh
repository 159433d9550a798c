#!/bin/sh
# Compares three ways to the same boot, in turns, so that the host's mood hits all alike:
#   straddle  straddle boot: JVM start, machine, audits, verdict
#   by hand   the QEMU command of that boot, from its qemu.sh, run bare
#   plain     what one would do without straddle: bzImage, SeaBIOS, the same probe, verdict by grep
# Prints each time and the medians. Everything must be in the cache already: run it once before.
#
# usage: benchmarks/boot.sh [-n TIMES] [KERNEL/VARIANT [GUEST]]
set -eu

times=5
if [ "${1-}" = -n ]; then
	times=$2
	shift 2
fi
kernel=${1-linux-6.12/unpatched}
guest=${2-pgd-straddle}
here=$(dirname "$(dirname "$(readlink -f "$0")")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

now() {
	date +%s.%N
}

# Runs a command and appends its wall time to a file; its output goes to the log.
timed() { # NAME COMMAND...
	name=$1
	shift
	begin=$(now)
	"$@" >"$work/$name.log" 2>&1 </dev/null || :
	now | awk -v b="$begin" '{ printf "%.2f\n", $1 - b }' >>"$work/$name"
	printf '%-8s %7s s\n' "$name" "$(tail -n 1 "$work/$name")"
}

median() { # NAME
	sort -n "$work/$1" | awk '{ t[NR] = $1 } END { print (t[int((NR + 1) / 2)] + t[int(NR / 2) + 1]) / 2 }'
}

# The kernel stops QEMU when it is done or has crashed; the verdict is a look at the console.
plain() {
	sh "$work/plain.sh" >"$work/console"
	grep -q 'BUG: unable to handle' "$work/console" && echo OOPS || echo no crash
}

cd "$work"
XDG_DATA_HOME=$work/data
export XDG_DATA_HOME
"$here/straddle" boot "$kernel" "$guest" >"$work/first.log" 2>&1 || :
script=$(find "$work/data" -name qemu.sh | head -n 1)
if [ -z "$script" ]; then
	cat "$work/first.log" >&2
	exit 2
fi
cp "$script" "$work/hand.sh"
sed 's#/vmlinux\b#/bzImage#' "$work/hand.sh" >"$work/plain.sh"

round=1
while [ "$round" -le "$times" ]; do
	timed straddle "$here/straddle" boot "$kernel" "$guest"
	grep -o 'took [0-9.]*' "$work/straddle.log" | cut -d' ' -f2 >>"$work/machine"
	timed hand sh "$work/hand.sh"
	timed plain plain
	round=$((round + 1))
done

cat <<END

$kernel on $guest, medians of $times:
  straddle boot, from the command to the verdict   $(median straddle) s
    of that the machine, from start to end         $(median machine) s
  its QEMU command by hand                         $(median hand) s
  the plain way                                    $(median plain) s
END
awk -v m="$(median machine)" -v h="$(median hand)" -v s="$(median straddle)" -v p="$(median plain)" \
	'BEGIN { printf "  machine / by hand %.2f, straddle / plain %.2f\n", m / h, s / p }'
