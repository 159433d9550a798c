#!/bin/sh
# Compares a run of many boots with the least that they can take: the QEMU commands of the very same
# boots, from their qemu.sh, run bare by xargs, as many at once as there are processors. In turns, so
# that the host's mood hits both alike. Kernels must be in the cache; a first run brings them.
# With -s also the same run on a Slurm of three nodes on loopback (needs root, slurm-wlm and munge), and
# what Slurm itself takes for it: the bare commands in one job array, as many of them in each task as
# straddle packs.
#
# usage: benchmarks/throughput.sh [-n TIMES] [-s] [MATRIX]
set -eu

times=3
slurm=
while getopts n:s option; do
	case $option in
	n) times=$OPTARG ;;
	s) slurm=yes ;;
	*) exit 64 ;;
	esac
done
shift $((OPTIND - 1))
matrix=${1-nightly}
here=$(dirname "$(dirname "$(readlink -f "$0")")")
straddle=${STRADDLE-$here/straddle}
work=$(mktemp -d)
cleanup() {
	[ -z "$slurm" ] || "$here/benchmarks/slurm-loopback.sh" stop "$work/cluster" || true
	rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

timed() { # NAME COMMAND...
	name=$1
	shift
	begin=$(date +%s.%N)
	"$@" >"$work/$name.log" 2>&1 </dev/null || true
	date +%s.%N | awk -v b="$begin" '{ printf "%.1f\n", $1 - b }' >>"$work/$name"
	printf '%-8s %7s s\n' "$name" "$(tail -n 1 "$work/$name")"
}

bare() {
	cat "$work/scripts" | xargs -P "$(nproc)" -n 1 sh
}

# sbatch --wait looks ten seconds apart; the tasks tell of their end themselves.
bare_on_slurm() {
	tasks=$(sinfo -h -o %C | awk -F/ '{ print $1 + $2 }')
	rm -rf "$work/ended" && mkdir "$work/ended"
	memory=$(sinfo -h -N -o '%m %c' | awk '{ print int($1 / $2); exit }')
	sbatch --parsable --array=0-$((tasks - 1)) --mem="$memory" --output=/dev/null --wrap "
		awk 'NR % $tasks == '\$SLURM_ARRAY_TASK_ID $work/scripts | xargs -n 1 sh
		touch $work/ended/\$SLURM_ARRAY_TASK_ID"
	until [ "$(find "$work/ended" -type f | wc -l)" = "$tasks" ]; do sleep 0.1; done
}

counts() { # RUNS
	grep -ho '"outcome" : "[A-Z_]*"' "$1"/*/run.json | sort | uniq -c | tr '\n' ' '
}

median() { # NAME
	sort -n "$work/$1" | awk '{ t[NR] = $1 } END { printf "%.1f", (t[int((NR + 1) / 2)] + t[int(NR / 2) + 1]) / 2 }'
}

"$straddle" run "$matrix" --runs "$work/first" >"$work/first.log" 2>&1 || true
find "$work/first" -path '*/cells/*' -name qemu.sh | sort >"$work/scripts"
boots=$(wc -l <"$work/scripts")
if [ "$boots" = 0 ]; then
	cat "$work/first.log" >&2
	exit 2
fi
if [ -n "$slurm" ]; then
	SLURM_CONF=$("$here/benchmarks/slurm-loopback.sh" start "$work/cluster")
	export SLURM_CONF
fi

round=1
while [ "$round" -le "$times" ]; do
	timed straddle "$straddle" run "$matrix" --runs "$work/runs-$round"
	timed xargs bare
	if [ -n "$slurm" ]; then
		timed slurm "$straddle" run "$matrix" --on slurm --runs "$work/slurm-$round"
		timed sbatch bare_on_slurm
	fi
	round=$((round + 1))
done

printf '\n%s: %s boots on %s processors, %s times, median of seconds\n' "$matrix" "$boots" "$(nproc)" "$times"
printf '  xargs    %8s\n' "$(median xargs)"
for name in straddle ${slurm:+slurm sbatch}; do
	printf '  %-8s %8s  %s times xargs\n' "$name" "$(median "$name")" \
		"$(echo "$(median "$name") $(median xargs)" | awk '{ printf "%.2f", $1 / $2 }')"
done
printf '  outcomes of the first: %s\n' "$(counts "$work/runs-1")"
