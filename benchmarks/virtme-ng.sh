#!/bin/sh
# Compares, in turns within one run, how soon a crash is known for one bzImage that somebody built:
#   straddle   straddle boot BZIMAGE pgd-straddle: from the command to the verdict with its cause
#   virtme-ng  vng with the same memory, the same NVDIMM and the same steps: from the command to the
#              first line of the crash among all that the guest prints
# Both on QEMU's translator, both with a warm cache. The kernel is linux-6.12 without the fix, with 9p
# for virtme-ng; it is built the first time, which takes minutes.
#
# usage: benchmarks/virtme-ng.sh [-n TIMES]       VNG: how to start virtme-ng, by default vng
set -eu

times=5
[ "${1-}" != -n ] || times=$2
vng=${VNG:-vng}
here=$(dirname "$(dirname "$(readlink -f "$0")")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
XDG_DATA_HOME=$work/data
export XDG_DATA_HOME

# shellcheck disable=SC2086 # VNG may be several words
$vng --version >"$work/version" 2>&1 || {
	cat "$work/version" >&2
	echo "virtme-ng is not installed: apt-get install virtme-ng, pip install virtme-ng, or VNG=..." >&2
	exit 2
}
kernel=$("$here/straddle" kernels build "$here/benchmarks/virtme-ng/linux-6.12-9p.yaml/unpatched" |
	grep -o '/.*' | head -n 1)
mkdir "$work/image"
cp "${kernel%/}/bzImage" "$work/image/bzImage"
[ ! -f "${kernel%/}/vmlinux" ] || cp "${kernel%/}/vmlinux" "$work/image/vmlinux"

# Milliseconds from the start of a command to the first line of its output that matches.
until_line() { # NAME PATTERN COMMAND...
	name=$1
	pattern=$2
	shift 2
	begin=$(date +%s%N)
	mkfifo "$work/pipe"
	setsid "$@" >"$work/pipe" 2>&1 </dev/null &
	job=$!
	found=
	lines=0
	while read -r line; do
		lines=$((lines + 1))
		case $line in
		*"$pattern"*)
			found=$((($(date +%s%N) - begin) / 1000000))
			break
			;;
		esac
	done <"$work/pipe"
	# What is left of it ends, and only that: it has a session of its own.
	kill -TERM -"$job" 2>/dev/null || :
	wait "$job" 2>/dev/null || :
	rm "$work/pipe"
	[ "$found" ] || {
		echo "$name: no line with '$pattern' in $lines lines" >&2
		exit 2
	}
	printf '%s\n' "$found" >>"$work/$name"
	printf '%-10s %7d ms, line %d: %.60s\n' "$name" "$found" "$lines" "$line"
}

by_straddle() {
	until_line straddle 'OOPS' "$here/straddle" boot "$work/image/bzImage" pgd-straddle
}

by_virtme_ng() {
	# shellcheck disable=SC2086
	until_line virtme-ng 'BUG: unable to handle' $vng --run "$work/image/bzImage" --disable-kvm --disable-microvm \
		--memory 1G --cpus 1 --append nokaslr --verbose \
		--qemu-opts="-machine q35,nvdimm=on -cpu max,la57=off,phys-bits=46 -m slots=1,maxmem=40T -object memory-backend-ram,id=p0,size=1G,reserve=off -device nvdimm,id=m0,memdev=p0,addr=0x1fffe0000000" \
		--exec "sh $here/benchmarks/virtme-ng/probe.sh"
}

median() { # NAME
	sort -n "$work/$1" | awk '{ t[NR] = $1 } END { print (t[int((NR + 1) / 2)] + t[int(NR / 2) + 1]) / 2 }'
}

"$here/straddle" boot "$work/image/bzImage" pgd-straddle >"$work/first" 2>&1 || :
round=1
while [ "$round" -le "$times" ]; do
	by_straddle
	by_virtme_ng
	round=$((round + 1))
done
cat "$work/version"
echo "$(median straddle) $(median virtme-ng)" |
	awk '{ printf "median: straddle %.1f s, virtme-ng %.1f s, ratio %.2f\n", $1 / 1000, $2 / 1000, $1 / $2 }'
