#!/bin/sh
# Runs a program that lies among the tests, at the top of the repository: for other scripts here.
#
#   test-class.sh CLASS [ARGUMENT]...
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mvn -o -q -B -pl orchestrator test-compile dependency:build-classpath \
    -Dmdep.includeScope=test -Dmdep.outputFile="$work/classpath"
java -cp "orchestrator/target/classes:orchestrator/target/test-classes:$(cat "$work/classpath")" "$@"
