#!/bin/sh
# Parses every recorded console in every form in which people hand on logs: one line for each first title that changed
# (form, console, expected, got), then a table of the forms.
#
#   log-forms.sh [PART]     default: all forms; else those whose name holds PART
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$top"
mvn -o -q -B -pl orchestrator test-compile dependency:build-classpath \
    -Dmdep.includeScope=test -Dmdep.outputFile="$work/classpath"
java -cp "orchestrator/target/classes:orchestrator/target/test-classes:$(cat "$work/classpath")" \
    dev.straddle.findings.LogReport forms orchestrator/src/test/resources/consoles "${1:-}"
