#!/bin/sh
# Bisections of 1,000 made commits on a real kernel, each with its answer beside what was planted: a
# crash of every boot, one that KASLR decides about, a gap in page tables of a guest that never
# crashes, and a crash of one boot in four. The first kernel is compiled whole.
#
#   bisect-real.sh [WORK [CASE]...]
#
# WORK keeps histories and bisections; without it they are deleted. CASE is crash, kaslr, gap or chance.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
straddle=${STRADDLE-$top/straddle}
if [ "${1-}" ]; then
  mkdir -p "$1"
  work=$(cd "$1" && pwd)
  shift
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
[ $# -gt 0 ] || set -- crash kaslr gap chance
export XDG_DATA_HOME="$work/data"
wrong=0

"$straddle" kernels build linux-6.12/shipped >"$work/base.log" 2>&1 # for its source
source=$(ls -d "${XDG_CACHE_HOME-$HOME/.cache}"/straddle/trees/linux-source-6.12_*/source | sort | tail -n 1)
grep -v '^seeds' "$top/guest-configs/kaslr-8tib.yaml" >"$work/drawn.yaml"

history() { # NAME PATCHES
  [ -d "$work/$1.git" ] ||
    sh "$top/benchmarks/bisect-history.sh" "$source" "$work/$1.git" 1000 620 "$top/benchmarks/$2"
  cat >"$work/$1.yaml" <<END
description: A made history of 1,000 commits.
source:
  git: {repository: $work/$1.git, ref: v1000}
config:
  base: tinyconfig
  fragments: [$top/kernels/config/boot.config, $top/kernels/config/pmem.config]
variants:
  plain: {description: As it is., series: []}
END
}

bisect() { # CASE HISTORY GUEST [OPTION]...
  case=$1 history=$2 guest=$3
  shift 3
  planted=$(git -C "$work/$history.git" rev-parse --short=12 v620)
  begin=$(date +%s)
  status=0
  "$straddle" bisect v0 v1000 --kernel "$work/$history.yaml/plain" --guest "$guest" "$@" \
      >"$work/$case.txt" 2>"$work/$case.log" || status=$?
  word=ok
  if [ $status != 0 ] || ! grep -q "^CULPRIT, confirmed: .*$planted" "$work/$case.txt"; then
    word="WRONG, planted $planted"
    wrong=$((wrong + 1))
  fi
  printf '%-7s %5s s  status %s  %s  %s\n' "$case" $(($(date +%s) - begin)) $status "$(head -n 1 "$work/$case.txt")" "$word"
}

for case; do
  case $case in
  crash) history steady bisect-culprit; bisect crash steady pgd-straddle ;;
  kaslr) history steady bisect-culprit; bisect kaslr steady "$work/drawn.yaml" ;;
  gap) history steady bisect-culprit; bisect gap steady boot-bound --symptom gap ;;
  chance) history chance bisect-chance; bisect chance chance pgd-aligned ;;
  *) exit 64 ;;
  esac
done
exit $((wrong > 0))
