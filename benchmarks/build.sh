#!/bin/sh
# Measures what building a kernel costs, from empty caches in a place of its own, on a machine that
# has nothing else to do:
#   first     the variant without the series: source fetched and unpacked, everything compiled
#   second    the variant with the series
#   one file  the same with one line of one .c file changed
#   nothing   the same again, nothing changed
#   again     the first variant once more, from empty caches at another place, which must give the
#             same bytes: vmlinux and bzImage are compared
#   other     with -c: the first variant with another configuration over tinyconfig, from empty caches
# Prints wall and processor time of each, and by how much the file system grew at most.
# It takes 15 to 30 minutes, and 6 GiB of disk below TMPDIR.
#
# usage: benchmarks/build.sh [-j N] [-c OTHER.config] [KERNEL]
set -eu

jobs=2
other=
while getopts j:c: option; do
	case $option in
	j) jobs=$OPTARG ;;
	c) other=$(readlink -f "$OPTARG") ;;
	*) exit 64 ;;
	esac
done
shift $((OPTIND - 1))
kernel=${1-linux-6.12}
here=$(dirname "$(dirname "$(readlink -f "$0")")")
"$here/straddle" --version # builds the jar if need be, which is not measured
work=$(mktemp -d)
sampler=
trap 'kill $sampler 2>/dev/null; rm -rf "$work"' EXIT INT TERM
home=$work/home
mkdir "$home" "$work/one" "$work/second-place-of-another-length"
cp -r "$here/kernels" "$home"

used() {
	df -k --output=used "$work" | tail -n 1
}

before=$(used)
echo "$before" >"$work/peak"
(
	while sleep 1; do
		now=$(used)
		if [ "$now" -gt "$(cat "$work/peak")" ]; then echo "$now" >"$work/peak"; fi
	done
) &
sampler=$!

# The directory of a built variant comes out on standard output, as the last word of its last line.
build() { # LABEL CACHE KERNEL/VARIANT
	begin=$(date +%s.%N)
	(
		XDG_CACHE_HOME=$2 java -XX:TieredStopAtLevel=1 -XX:SharedArchiveFile="$here/orchestrator/target/straddle.jsa" \
			-Dstraddle.home="$home" -jar "$here/orchestrator/target/straddle.jar" \
			kernels build -j "$jobs" "$3" >"$work/out" 2>"$work/err" || {
			cat "$work/err" "$work/out" >&2
			exit 1
		}
		times >"$work/times"
	)
	wall=$(date +%s.%N | awk -v b="$begin" '{ printf "%.1f", $1 - b }')
	cpu=$(tr 'ms' '  ' <"$work/times" | awk '{ t += $1 * 60 + $2 + $3 * 60 + $4 } END { printf "%.1f", t }')
	printf '%-9s %8s s wall %8s s CPU   %s\n' "$1" "$wall" "$cpu" "$3"
}

# The file of that name that was stored last.
stored() { # CACHE NAME
	find "$1/straddle/kernels" -name "$2" -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d' ' -f2-
}

build first "$work/one" "$kernel/unpatched"
for file in vmlinux bzImage; do sha256sum <"$(stored "$work/one" $file)" >"$work/$file.one"; done
peak_of_first=$(($(cat "$work/peak") - before))
build second "$work/one" "$kernel/patched"

# The variant with the series, and on top of it one line of one file.
source=$(find "$work/one/straddle/trees" -path '*/source/mm/sparse-vmemmap.c' | head -n 1)
series=$(sed -n '/^  patched:/,/series:/s/.*series: \[\(.*\)\]/\1/p' "$home/kernels/$kernel.yaml")
mkdir -p "$work/edit/a/mm" "$work/edit/b/mm"
cp "$source" "$work/edit/a/mm"
sed 's/pr_warn_once(/pr_info_once(/; s/pr_warn(/pr_info(/' "$source" >"$work/edit/b/mm/sparse-vmemmap.c"
if (cd "$work/edit" && diff -u a/mm/sparse-vmemmap.c b/mm/sparse-vmemmap.c >"$home/kernels/edit.patch"); then
	echo "benchmarks/build.sh: nothing to edit in mm/sparse-vmemmap.c of $kernel" >&2
	exit 2
fi
{
	sed '/^variants:/,$d' "$home/kernels/$kernel.yaml"
	printf 'variants:\n  edited: {description: One file more., series: [%s, edit.patch]}\n' "$series"
} >"$home/kernels/$kernel-edited.yaml"
build 'one file' "$work/one" "$kernel-edited/edited"
build nothing "$work/one" "$kernel-edited/edited"
peak=$(($(cat "$work/peak") - before))
rm -rf "$work/one"

build again "$work/second-place-of-another-length" "$kernel/unpatched"
same=yes
for file in vmlinux bzImage; do
	sha256sum <"$(stored "$work/second-place-of-another-length" $file)" | cmp -s - "$work/$file.one" || same=no
done
rm -rf "$work/second-place-of-another-length"

if [ -n "$other" ]; then
	cp "$other" "$home/kernels/other.config"
	{
		sed '/^config:/,$d' "$home/kernels/$kernel.yaml"
		printf 'config:\n  base: tinyconfig\n  fragments: [other.config]\n'
		sed -n '/^variants:/,$p' "$home/kernels/$kernel.yaml"
	} >"$home/kernels/$kernel-other.yaml"
	build other "$work/other" "$kernel-other/unpatched"
fi

echo "disk: at most $((peak_of_first / 1024)) MiB with one variant, $((peak / 1024)) MiB with all of them"
echo "vmlinux and bzImage of two places the same: $same"
[ "$same" = yes ]
