#!/bin/sh
# Compares the parser with the corpus: one line per mismatch (tier, file, expected, got), then totals.
#
#   corpus-report.sh [FOLDER]     default: shared/corpus beside the repository
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
corpus=$(cd "${1:-$top/../shared/corpus}" && pwd)
cd "$top"
mvn -o -q -B -pl orchestrator test -Dtest=CorpusTest -Dstraddle.corpus="$corpus" || true
cat orchestrator/target/corpus-report.txt
