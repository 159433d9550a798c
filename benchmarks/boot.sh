#!/bin/sh
# Compares three ways to the same boot, in turns, so that the host's mood hits all alike:
#   straddle  straddle boot: JVM start, machine, audits, verdict
#   by hand   the QEMU command of that boot, from its qemu.sh, run bare
#   plain     what one would do without straddle: bzImage through SeaBIOS, QEMU's usual devices, the
#             same kernel, initramfs, probe, memory and processors, verdict by grep
#   ndctl     with -x: the same once more as evidence of the crash was first gathered: the bzImage
#             compressed as tinyconfig has it, the namespace made by ndctl, whose libraries are in the
#             initramfs then. The kernel for it is built the first time, which takes minutes.
# Prints each time, then minima and medians with their ratios, and the processor time that straddle
# takes beside QEMU. Everything must be in the cache already: it is run once before.
#
# usage: benchmarks/boot.sh [-n TIMES] [KERNEL/VARIANT [GUEST]]
#        benchmarks/boot.sh [-n TIMES] -x
set -eu

times=5
typed=
while getopts n:x option; do
	case $option in
	n) times=$OPTARG ;;
	x) typed=yes ;;
	*) exit 64 ;;
	esac
done
shift $((OPTIND - 1))
kernel=${1-linux-6.12/unpatched}
guest=${2-pgd-straddle}
here=$(dirname "$(dirname "$(readlink -f "$0")")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

now() {
	date +%s.%N
}

# Runs a command; appends its wall time and its processor time to files. Its output goes to the log.
timed() { # NAME COMMAND...
	name=$1
	shift
	begin=$(now)
	(
		"$@" >"$work/$name.log" 2>&1 </dev/null || :
		times >"$work/times"
	)
	now | awk -v b="$begin" '{ printf "%.2f\n", $1 - b }' >>"$work/$name"
	# The second line is of the children, the first of the shell between.
	tr 'ms' '  ' <"$work/times" | awk '{ t += $1 * 60 + $2 + $3 * 60 + $4 } END { print t }' >>"$work/$name.cpu"
	printf '%-8s %7s s\n' "$name" "$(tail -n 1 "$work/$name")"
}

median() { # NAME
	sort -n "$work/$1" | awk '{ t[NR] = $1 } END { printf "%.2f", (t[int((NR + 1) / 2)] + t[int(NR / 2) + 1]) / 2 }'
}

minimum() { # NAME
	sort -n "$work/$1" | awk 'NR == 1 { printf "%.2f", $1 }'
}

line() { # TEXT NAME
	printf '  %-48s %8s %8s\n' "$1" "$(minimum "$2")" "$(median "$2")"
}

ratio() { # TEXT NAME NAME
	printf '  %-48s %8s %8s\n' "$1" \
		"$(echo "$(minimum "$2") $(minimum "$3")" | awk '{ printf "%.2f", $1 / $2 }')" \
		"$(echo "$(median "$2") $(median "$3")" | awk '{ printf "%.2f", $1 / $2 }')"
}

# The kernel stops QEMU when it is done or has crashed; the verdict is a look at the console.
plain() { # SCRIPT
	sh "$1" >"$work/console"
	grep -q 'BUG: unable to handle' "$work/console" && echo OOPS || echo no crash
}

cd "$work"
XDG_DATA_HOME=$work/data
export XDG_DATA_HOME
for warm in 1 2; do # the first boot builds what is missing
	"$here/straddle" boot "$kernel" "$guest" >"$work/first-$warm.log" 2>&1 || :
done
script=$(find "$work/data" -name qemu.sh | head -n 1)
if [ -z "$script" ]; then
	cat "$work/first-1.log" >&2
	exit 2
fi
cp "$script" "$work/hand.sh"

# Leaves of a straddle command what one would type: QEMU's defaults and what the guest is made of.
as_typed() { # SCRIPT
	sed -e 's#/vmlinux\b#/bzImage#' -e 's/ \(swiotlb=noforce\|no_timer_check\|noapictimer\|noreplace-smp\)//g' -e '/-bios\|-nodefaults\|-no-user-config\|-nic none\|-action\|pvpanic/d' "$1"
}

as_typed "$script" >"$work/plain.sh"
if [ -n "$typed" ]; then
	XDG_DATA_HOME=$work/typed java -Dstraddle.home="$here/benchmarks/plain" \
		-jar "$here/orchestrator/target/straddle.jar" boot "$kernel" "$guest" >"$work/typed.log" 2>&1 || :
	script=$(find "$work/typed" -name qemu.sh | head -n 1)
	if [ -z "$script" ]; then
		cat "$work/typed.log" >&2
		exit 2
	fi
	as_typed "$script" >"$work/ndctl.sh"
fi

round=1
while [ "$round" -le "$times" ]; do
	timed straddle "$here/straddle" boot "$kernel" "$guest"
	grep -o 'took [0-9.]*' "$work/straddle.log" | cut -d' ' -f2 >>"$work/machine"
	timed hand sh "$work/hand.sh"
	timed plain plain "$work/plain.sh"
	[ -z "$typed" ] || timed ndctl plain "$work/ndctl.sh"
	round=$((round + 1))
done

printf '\n%-50s %8s %8s\n' "$kernel on $guest, $times times, seconds" least median
line 'straddle boot, from the command to the verdict' straddle
line '  of that the machine, from start to end' machine
line 'its QEMU command by hand' hand
line 'the plain way' plain
ratio 'straddle / plain' straddle plain
if [ -n "$typed" ]; then
	line 'the plain way, XZ and ndctl' ndctl
	ratio 'straddle / plain, XZ and ndctl' straddle ndctl
fi
ratio 'straddle / by hand' straddle hand
ratio 'machine / by hand' machine hand
line 'processor time, straddle with its QEMU' straddle.cpu
line 'processor time, QEMU by hand' hand.cpu
line 'processor time, plain' plain.cpu
