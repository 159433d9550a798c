#!/bin/sh
# Makes a git repository whose history is worth bisecting, from a kernel's source.
#
#   bisect-history.sh SOURCE REPOSITORY [COMMITS [CULPRIT [PATCHES]]]
#
# SOURCE is the source of Linux 6.12 as it comes, or such a tree in straddle's cache; REPOSITORY is
# made anew. Of COMMITS (by default 1000) each but the culprit adds a small function to a file that kernels/linux-6.12.yaml compiles. Number CULPRIT
# (by default at 62 %) also applies PATCHES (by default the removal of the page-table
# synchronisation). Besides: three blocks that do not build, one that lacks an option, one in which
# another crash comes first, and a side branch that is merged. (bisect-culprit/ has a PATCHES that
# touches one file, so that each step compiles little.) Tags v0 … vCOMMITS name the main line.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
source=$(cd "$1" && pwd)
repository=$2
commits=${3:-1000}
culprit=${4:-$((commits * 62 / 100))}
patches=${5:-$top/kernels/patches/pgtable-sync-revert/linux-6.12}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/planted"
files=$(cat "$patches"/*.patch | sed -n 's,^+++ b/,,p;s,^--- a/,,p' | sort -u)
for file in $files; do
    original=$source/../pristine/$file
    [ -f "$original" ] || original=$source/$file
    [ -f "$original" ] && [ ! -e "$source/../pristine/$file.straddle-absent" ] || continue
    mkdir -p "$work/planted/$(dirname "$file")"
    cp "$original" "$work/planted/$file"
done
for patch in "$patches"/*.patch; do
    patch -s -p1 -E -d "$work/planted" < "$patch"
done
for file in $files; do
    [ -f "$work/planted/$file" ] || echo "$file"
done > "$work/deleted"

git init -q --bare "$repository"
git -C "$repository" symbolic-ref HEAD refs/heads/main
perl "$top/benchmarks/bisect-history.pl" "$source" "$work/planted" "$work/deleted" \
    "$commits" "$culprit" |
    git -C "$repository" -c core.compression=0 fast-import --quiet --depth=2
echo "$repository: v0 is good, v$commits is bad, the culprit is v$culprit"
