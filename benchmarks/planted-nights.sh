#!/bin/sh
# Twelve nights of a branch that is broken and mended while they go by: is each change told once, in the
# right night, with the right word and the right commit, and nothing else?
#
#   planted-nights.sh [STRADDLE [DIRECTORY]]
#
# STRADDLE is the command, by default the launcher. The branch is a git repository of Linux 6.12, which is
# cut down to what a kernel for guests needs; planted-nights/ has the commits. Four guests: one whose page
# structures need a new top-level entry, one where they do not, one with KASLR, one with a seed.
# All is kept in DIRECTORY, by default one of its own, which is deleted when all was as planned.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
straddle=${1:-$top/straddle}
work=${2:-$(mktemp -d)}
mkdir -p "$work"
export XDG_DATA_HOME="$work/data"
plants=$top/benchmarks/planted-nights
repository=$work/branch.git
wrong=0
flaky=0

source=$(ls -d "${XDG_CACHE_HOME:-$HOME/.cache}"/straddle/trees/linux-source-6.12_*/source | tail -n 1)
sh "$top/benchmarks/bisect-history.sh" "$source" "$repository" 10 >/dev/null
GIT_DIR=$repository
GIT_INDEX_FILE=$work/index
export GIT_DIR GIT_INDEX_FILE
export GIT_AUTHOR_NAME=straddle GIT_AUTHOR_EMAIL=straddle@localhost
export GIT_COMMITTER_NAME=straddle GIT_COMMITTER_EMAIL=straddle@localhost
# The same commits each time, so that a second run finds its kernels in the cache.
export GIT_AUTHOR_DATE='1700100000 +0000' GIT_COMMITTER_DATE='1700100000 +0000'
git read-tree v0
git update-ref refs/heads/line v0

# commit NAME [-R]: one more commit on the branch, which applies a plant or takes it back
commit() {
  file=$(sed -n 's,^+++ b/,,p' "$plants/$1.patch")
  mkdir -p "$work/edit/$(dirname "$file")"
  git show "line:$file" >"$work/edit/$file"
  patch -s -p1 ${2:+$2} -d "$work/edit" <"$plants/$1.patch"
  blob=$(git hash-object -w "$work/edit/$file")
  git update-index --cacheinfo "100644,$blob,$file"
  subject=$(sed -n 's/^Subject: \[PATCH\] //p' "$plants/$1.patch")
  [ -z "${2:-}" ] || subject="Revert \"$subject\""
  tree=$(git write-tree)
  git update-ref refs/heads/line "$(git commit-tree "$tree" -p line -m "$subject")"
  [ -n "${2:-}" ] || git update-ref "refs/tags/planted-$1" line
}

# One that changes nothing that runs.
remark() {
  git show line:mm/memremap.c >"$work/remark.c"
  echo "/* Night $1. */" >>"$work/remark.c"
  git update-index --cacheinfo "100644,$(git hash-object -w "$work/remark.c"),mm/memremap.c"
  git update-ref refs/heads/line "$(git commit-tree "$(git write-tree)" -p line -m "mm/memremap: say which night it is")"
}

guest() { # NAME KASLR PLACE FURTHER
  cat >"$work/$1.yaml" <<END
description: 1 GiB of pmem.
machine: {memory: 1GiB, max-memory: 40TiB, cpus: 1, paging-levels: 4, phys-bits: 46, kaslr: $2}
pmem: [{size: 1GiB, placement: $3, mode: devdax, map: mem, align: 2MiB}]
probe: $top/guest-configs/probes/pmem.sh
$4
END
}
patient='timeouts: {boot: 20s, probe: 20s, silence: 15s}'
guest straddling false '{straddle: vmemmap}' 'timeouts: {boot: 10s, probe: 3s, silence: 3s}'
guest aligned false default "$patient"
guest drawn true '{at: 0x18000000000}' "$patient"
guest seeded false '{at: 0x18000000000}' "$patient
seeds: [7]"

cat >"$work/line.yaml" <<END
description: The branch as it is tonight.
source: {git: {repository: $repository, ref: line}}
config:
  base: tinyconfig
  fragments: [$top/kernels/config/boot.config, $top/kernels/config/pmem.config]
variants:
  tip: {description: tonight, series: []}
END
cat >"$work/waivers.yaml" <<END
waivers:
  - title: WARNING in memmap_init_zone_device
    reason: known
    owner: mm team
    until: 2099-12-31
END

# spends RETRIES: what tonight may cost
spends() {
  cat >"$work/nights.yaml" <<END
description: A branch that is broken and mended.
tests:
  - kernels: [line.yaml/tip]
    guests: [straddling.yaml, aligned.yaml, drawn.yaml, seeded.yaml]
slower: 1%
retries: $1
budget: 1h
waivers: waivers.yaml
mail:
  from: nights@example.org
  to: [team@example.org]
  program: [sh, -c, 'cat >>$work/mails; echo >>$work/mails']
END
}

# night NAME STATUS HEADLINE [PLANT…]: spends a night, compares its status and its first line (extended
# regular expressions), and that it names the commits of these plants and no others. Chance decides in
# which night enough boots of the flaky test have failed and passed; it is to be told once, in any.
night() {
  name=$1 expected="($2) ($3)"
  shift 3
  status=0
  began=$(date +%s)
  env -u GIT_DIR -u GIT_INDEX_FILE "$straddle" nightly --yes "$work/nights.yaml" >"$work/$name.txt" 2>"$work/$name.log" || status=$?
  said=$(sed -n '1s/^nights: //p' "$work/$name.txt")
  # What was fixed names the commit of another night.
  culprits=$(sed -n '/^NEW$/,/^$/p; /^REOPENED$/,/^$/p' "$work/$name.txt" |
      sed -n 's/^ *bisected: //p')
  word=ok
  case $said in *newly\ flaky*) flaky=$((flaky + 1)) ;; esac
  without=$(echo "$said" | sed 's/,* *1 newly flaky//')
  echo "$status ${without:-nothing changed}" | grep -Eqx "$expected" || word="WRONG, expected $expected"
  [ "$(printf '%s' "$culprits" | grep -c .)" = $# ] || word="WRONG, $# commits are to be named"
  for plant; do
    id=$(git rev-parse --short=12 "planted-$plant")
    echo "$culprits" | grep -q "CULPRIT.*$id" || word="WRONG, $plant is $id: $culprits"
  done
  [ "$word" = ok ] || wrong=$((wrong + 1))
  printf '%-16s %s  %-34s %3s boots %4d s  %s\n' "$name" "$status" "$said" \
      "$(sed -n 's/.* tests*, \([0-9]*\) boot.*/\1/p' "$work/$name.txt")" \
      $(($(date +%s) - began)) "$word"
}

commit flaky
spends 20
night 01-first      0 'nothing changed'
spends 10
night 02-unchanged  0 'nothing changed'

remark 3; commit crash
night 03-crash      1 '1 new regression' crash

# The host is ill: QEMU ends at once.
mkdir -p "$work/ill"
cat >"$work/ill/qemu-system-x86_64" <<END
#!/bin/sh
case " \$* " in *' -kernel '*) echo 'no memory left' >&2; exit 1 ;; esac
exec $(command -v qemu-system-x86_64) "\$@"
END
chmod +x "$work/ill/qemu-system-x86_64"
path=$PATH
PATH=$work/ill:$PATH
night 04-host-ill   2 '[45] tests without an answer'
PATH=$path

commit crash -R; commit warning
night 05-warning    1 '1 new regression, 1 fixed' warning

commit warning -R; commit hang
night 06-hang       1 '1 new regression, 1 fixed' hang

commit hang -R; commit build
night 07-build      1 '1 new regression' build

commit build -R; commit slower
night 08-slower     1 '1 new regression, 2 fixed' slower

commit slower -R; commit waived
night 09-waived     0 '1 fixed'

commit waived -R; commit crash
night 10-reopened   1 '1 reopened' crash

# KASLR decides about it, every other time: eleven boots are enough to exclude chance.
commit crash -R; commit intermittent
# The crash may have shown under KASLR as well, one boot in twenty: then ten boots do not prove it gone.
night 11-intermittent 1 '1 new regression(, 1 fixed)?' intermittent
night 12-unchanged  0 'nothing changed|1 fixed'

unset GIT_DIR GIT_INDEX_FILE
"$straddle" regressions --nights nights --all || true
if [ "$flaky" != 1 ]; then
  echo "the flaky test was told $flaky times"
  wrong=$((wrong + 1))
fi
if [ "$wrong" != 0 ]; then
  echo "$wrong nights went otherwise; look at $work"
  exit 1
fi
echo 'every night as planted'
[ -n "${2:-}" ] || rm -r "$work"
