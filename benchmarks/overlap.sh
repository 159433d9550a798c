#!/bin/sh
# Compares a run whose kernels must be built with the builds alone: boots of one kernel are to go on while
# the next is built, so that they cost hardly anything. Sources are at hand and kernels are not: the cache
# is a copy of the user's without kernels and object trees, on the same file system. Both sides compile
# through the user's ccache, in turns, after a first round of builds that fills it and is not counted; with
# -c each time through an empty one, as on the first day. Sources must be in the cache; straddle kernels
# fetch brings them.
#
# usage: benchmarks/overlap.sh [-c] [-n TIMES] [MATRIX]
set -eu

times=2
cold=
while getopts cn: option; do
	case $option in
	c) cold=yes ;;
	n) times=$OPTARG ;;
	*) exit 64 ;;
	esac
done
shift $((OPTIND - 1))
matrix=${1-stable}
here=$(dirname "$(dirname "$(readlink -f "$0")")")
straddle=${STRADDLE-$here/straddle}
cache=${XDG_CACHE_HOME:-$HOME/.cache}
work=$(mktemp -d "$cache/overlap.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

mkdir -p "$work/straddle/trees"
for each in "$cache"/straddle/*; do
	case ${each##*/} in
	trees | kernels | leases | locks | trials) ;;
	ccache) [ -n "$cold" ] || ln -s "$each" "$work/straddle/ccache" ;;
	*) cp -a "$each" "$work/straddle/" ;;
	esac
done
kernels=$("$straddle" plan "$matrix" --json | python3 -c '
import json, sys
print(*dict.fromkeys(cell.split("@")[0] for cell in json.load(sys.stdin)["cells"]))')
for each in "$cache"/straddle/trees/linux-source-*; do
	mkdir "$work/straddle/trees/${each##*/}"
	find "$each" -mindepth 1 -maxdepth 1 ! -name objects -exec cp -a {} "$work/straddle/trees/${each##*/}/" \;
done

timed() { # NAME COMMAND...
	name=$1
	shift
	rm -rf "$work/straddle/kernels" "$work"/straddle/trees/*/objects
	[ -z "$cold" ] || rm -rf "$work/straddle/ccache"
	begin=$(date +%s.%N)
	status=0
	XDG_CACHE_HOME=$work "$@" >"$work/$name.log" 2>&1 </dev/null || status=$?
	date +%s.%N | awk -v b="$begin" '{ printf "%.1f\n", $1 - b }' >>"$work/$name"
	printf '%-8s %7s s, status %s\n' "$name" "$(tail -n 1 "$work/$name")" "$status"
}

median() { # NAME
	sort -n "$work/$1" | awk '{ t[NR] = $1 } END { printf "%.1f", (t[int((NR + 1) / 2)] + t[int(NR / 2) + 1]) / 2 }'
}

# shellcheck disable=SC2086 # names without spaces
[ -n "$cold" ] || timed first "$straddle" kernels build $kernels
round=1
while [ "$round" -le "$times" ]; do
	timed run "$straddle" run "$matrix" --runs "$work/runs-$round"
	# shellcheck disable=SC2086
	timed builds "$straddle" kernels build $kernels
	round=$((round + 1))
done
sed -n '/took\|^The\|FIXED/p' "$work/run.log" | head -n 20
printf '\n%s: %s\n  builds %8s s\n  run    %8s s  %s times the builds\n' "$matrix" "$kernels" "$(median builds)" "$(median run)" \
	"$(echo "$(median run) $(median builds)" | awk '{ printf "%.3f", $1 / $2 }')"
