#!/bin/sh
# Bisections of 1,000 made commits on a real kernel, each with its answer beside what was planted: a
# crash of every boot, one that KASLR decides about, a gap in page tables of a guest that never
# crashes, a crash of one boot in four; then no culprit in the range, one that came before it, and
# two in it. The first kernel is compiled whole.
#
#   bisect-real.sh [WORK [CASE]...]
#
# WORK keeps histories and bisections; without it they are deleted. CASE is crash, kaslr, gap, chance,
# none, before or two.
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
[ $# -gt 0 ] || set -- crash kaslr gap chance none before two
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

# bisect CASE HISTORY GUEST STATUS ANSWER GOOD BAD [OPTION]...: ANSWER is how the first line begins
bisect() {
  case=$1 history=$2 guest=$3 due=$4 answer=$5 good=$6 bad=$7
  shift 7
  begin=$(date +%s)
  status=0
  "$straddle" bisect "$good" "$bad" --kernel "$work/$history.yaml/plain" --guest "$guest" "$@" \
      >"$work/$case.txt" 2>"$work/$case.log" || status=$?
  word=ok
  if [ $status != "$due" ] || ! grep -q "^$answer" "$work/$case.txt"; then
    word="WRONG, due: $due, $answer"
    wrong=$((wrong + 1))
  fi
  printf '%-7s %5s s  status %s  %s  %s\n' "$case" $(($(date +%s) - begin)) $status "$(head -n 1 "$work/$case.txt")" "$word"
}

planted() { git -C "$work/$1.git" rev-parse --short=12 v620; }

# Behind the end of HISTORY, a commit that breaks the same in another place.
second() {
  git -C "$work/$1.git" show v1000:mm/sparse-vmemmap.c >"$work/sparse-vmemmap.c"
  patch -s "$work/sparse-vmemmap.c" "$top"/benchmarks/bisect-second/*.patch
  (
    export GIT_DIR="$work/$1.git" GIT_INDEX_FILE="$work/index"
    export GIT_AUTHOR_NAME=straddle GIT_AUTHOR_EMAIL=straddle@localhost GIT_AUTHOR_DATE='1800000000 +0000'
    export GIT_COMMITTER_NAME=straddle GIT_COMMITTER_EMAIL=straddle@localhost GIT_COMMITTER_DATE='1800000000 +0000'
    git read-tree v1000
    git update-index --cacheinfo "100644,$(git hash-object -w "$work/sparse-vmemmap.c"),mm/sparse-vmemmap.c"
    git tag -f second "$(git commit-tree "$(git write-tree)" -p v1000 -m 'mm/sparse-vmemmap: populate as everybody else does')" >/dev/null
  )
}

for case; do
  case $case in
  crash)
    history steady bisect-culprit
    bisect crash steady pgd-straddle 0 "CULPRIT, confirmed: .*$(planted steady)" v0 v1000
    ;;
  kaslr)
    history steady bisect-culprit
    bisect kaslr steady "$work/drawn.yaml" 0 "CULPRIT, confirmed: .*$(planted steady)" v0 v1000
    ;;
  gap)
    history steady bisect-culprit
    bisect gap steady boot-bound 0 "CULPRIT, confirmed: .*$(planted steady)" v0 v1000 --symptom gap
    ;;
  chance)
    history chance bisect-chance
    bisect chance chance pgd-aligned 0 "CULPRIT, confirmed: .*$(planted chance)" v0 v1000
    ;;
  none)
    history steady bisect-culprit
    bisect none steady pgd-straddle 2 NOT_REPRODUCED v0 v600
    ;;
  before)
    history steady bisect-culprit
    bisect before steady pgd-straddle 1 INTRODUCED_BEFORE v700 v1000
    ;;
  two)
    history steady bisect-culprit
    second steady
    bisect two steady pgd-straddle 1 "CULPRITS, refuted: .*$(planted steady)" v0 second
    ;;
  *) exit 64 ;;
  esac
done
exit $((wrong > 0))
