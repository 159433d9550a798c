#!/bin/sh
# How soon one's own kernel image shows its crash: straddle's verdict, and the first line of the crash under
# virtme-ng, whose guest has the same memory devices and makes the same namespace with the host's ndctl. In
# turns, so that the host's mood hits both alike. For virtme-ng's sake the kernel needs 9p over virtio.
#
# usage: [VIRTME_RUN=virtme-run] benchmarks/first-verdict.sh [-n TIMES] BZIMAGE
set -eu

times=5
while getopts n: option; do
	case $option in
	n) times=$OPTARG ;;
	*) exit 64 ;;
	esac
done
shift $((OPTIND - 1))
image=$(readlink -f "$1")
straddle=${STRADDLE-$(dirname "$(dirname "$(readlink -f "$0")")")/straddle}
virtme=${VIRTME_RUN-virtme-run}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
crash='BUG: unable to handle'

# Seconds until the crash stands in what a command prints; the command is ended then.
until_crash() { # NAME COMMAND...
	name=$1
	shift
	: >"$work/out"
	begin=$(date +%s.%N)
	setsid "$@" >"$work/out" 2>&1 </dev/null &
	until grep -q "$crash" "$work/out"; do
		kill -0 $! 2>/dev/null || grep -q "$crash" "$work/out" || {
			cat "$work/out" >&2
			echo "$name ended without a crash" >&2
			exit 2
		}
		sleep 0.02
	done
	date +%s.%N | awk -v b="$begin" '{ printf "%.2f\n", $1 - b }' >>"$work/$name"
	printf '%-10s %7s s, %s lines so far\n' "$name" "$(tail -n 1 "$work/$name")" "$(wc -l <"$work/out")"
	kill -TERM -- "-$!" 2>/dev/null || true
	wait $! 2>/dev/null || true
}

median() { # NAME
	sort -n "$work/$1" | awk '{ t[NR] = $1 } END { printf "%.2f", (t[int((NR + 1) / 2)] + t[int(NR / 2) + 1]) / 2 }'
}

round=1
while [ "$round" -le "$times" ]; do
	XDG_DATA_HOME=$work/data until_crash straddle "$straddle" boot "$image" pgd-straddle
	until_crash virtme-ng "$virtme" --kimg "$image" --mods none --disable-kvm --disable-microvm --force-9p --show-boot-console \
		--memory 1G --cpus 1 -a nokaslr -a oops=panic -a panic=-1 \
		--script-sh 'ndctl create-namespace --force --reconfig namespace0.0 --mode devdax --map mem --align 2M' \
		--qemu-opts -m 1G,slots=1,maxmem=40T -machine q35,nvdimm=on -cpu max,la57=off,phys-bits=46 \
		-object memory-backend-ram,id=pmem0,size=1G,reserve=off -device nvdimm,memdev=pmem0,addr=0x1fffe0000000
	round=$((round + 1))
done
printf '\nfirst verdict, %s times, median of seconds\n  straddle   %s\n  virtme-ng  %s, %s times as long\n' "$times" \
	"$(median straddle)" "$(median virtme-ng)" "$(echo "$(median virtme-ng) $(median straddle)" | awk '{ printf "%.1f", $1 / $2 }')"
