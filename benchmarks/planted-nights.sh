#!/bin/sh
# Nights on a real kernel that is broken and mended while they go by: is each change told once, in the
# right night, with the right word, and nothing else?
#
#   planted-nights.sh [STRADDLE]
#
# STRADDLE is the command, by default the launcher. Two lines: one whose crash comes with every boot,
# and one whose crash KASLR decides about. Runs are kept in a
# directory of their own, which is deleted when all was as planned.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
straddle=${1:-$top/straddle}
work=$(mktemp -d)
export XDG_DATA_HOME="$work/data"
sound='patches/pgtable-sync-revert/linux-6.12, patches/pgtable-sync/linux-6.12'
broken='patches/pgtable-sync-revert/linux-6.12'
wrong=0

cat >"$work/steady.yaml" <<END
description: A line on a guest that shows its bug with every boot, and a control.
tests:
  - kernels: [line.yaml/tip]
    guests: [pgd-aligned, pgd-straddle]
budget: 30min
END
cat >"$work/chance.yaml" <<END
description: The same line on a guest where KASLR decides whether the bug can show.
tests:
  - kernels: [line.yaml/tip]
    guests: [drawn.yaml]
budget: 30min
retries: 24
END
grep -v '^seeds' "$top/guest-configs/kaslr-8tib.yaml" >"$work/drawn.yaml"

# night FILE NAME SERIES STATUSES HEADLINES: moves the line, spends a night, compares its first line
# (an extended regular expression)
night() {
  cat >"$work/line.yaml" <<END
description: The line as it is tonight.
source: {debian: {package: linux-source-6.12}}
config: {base: tinyconfig, fragments: [config/boot.config, config/pmem.config]}
variants:
  tip: {description: tonight, series: [$3]}
END
  status=0
  "$straddle" nightly "$work/$1.yaml" >"$work/$1-$2.txt" 2>"$work/$1-$2.log" || status=$?
  said=$(sed -n "1s/^$1: //p" "$work/$1-$2.txt")
  word=ok
  if ! echo "$status $said" | grep -Eqx "($4) ($5)"; then
    word="WRONG, expected $4 '$5'"
    wrong=$((wrong + 1))
  fi
  printf '%-7s %-16s %s  %-18s %4s boots  %s\n' "$1" "$2" "$status" "$said" \
      "$(sed -n 's/.* tests*, \([0-9]*\) boot.*/\1/p' "$work/$1-$2.txt")" "$word"
}

night steady 1-first        "$sound"  0 'nothing changed'
night steady 2-unchanged    "$sound"  0 'nothing changed'
night steady 3-broken       "$broken" 1 '1 new regression'
night steady 4-still-broken "$broken" 0 'nothing changed'
night steady 5-mended       "$sound"  0 '1 fixed'
night steady 6-unchanged    "$sound"  0 'nothing changed'
night steady 7-broken-again "$broken" 1 '1 reopened'
night steady 8-mended-again "$sound"  0 '1 fixed'
# A rate is told when chance is excluded, so in one of three nights; once.
night chance 1-first        "$sound"  0 'nothing changed'
night chance 2-broken       "$broken" '0|1' 'nothing changed|1 new regression'
night chance 3-broken       "$broken" '0|1' 'nothing changed|1 new regression'
night chance 4-broken       "$broken" '0|1' 'nothing changed|1 new regression'
told=$(head -qn 1 "$work"/chance-*.txt | grep -c 'new regression')
[ "$told" = 1 ] || { wrong=$((wrong + 1)); echo "WRONG: the intermittent crash was told $told times"; }
night chance 5-mended       "$sound"  0 'nothing changed|1 fixed'
night chance 6-mended       "$sound"  0 'nothing changed|1 fixed'
night chance 7-mended       "$sound"  0 'nothing changed|1 fixed'
told=$(head -qn 1 "$work"/chance-*.txt | grep -c fixed)
[ "$told" = 1 ] || { wrong=$((wrong + 1)); echo "WRONG: its fix was told $told times"; }

"$straddle" regressions --nights steady --all || true
"$straddle" regressions --nights chance --all || true
if [ "$wrong" = 0 ]; then
  rm -r "$work"
  echo 'every night as planted'
else
  echo "$wrong nights went otherwise; look at $work"
  exit 1
fi
