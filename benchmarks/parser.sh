#!/bin/sh
# Speed of the oops parser, beside "wc -l" and "grep -F -f headers" on the same file in the same run.
#
#   parser.sh [CONSOLE [CRASHES]]
#
# CONSOLE is a console without crashes; by default the lines of the recorded clean boot, repeated to
# 128 MiB. CRASHES is a log full of them; by default all recorded consoles and, where it exists, all of
# shared/corpus. The parser reads each as a console of a guest and as any log. Times of wc and grep are
# processor time, those of the parser are JMH's.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
consoles=$top/orchestrator/src/test/resources/consoles
clean=${1:-$work/clean.log}
crashes=${2:-$work/crashes.log}

if [ $# -lt 1 ]; then
    grep -v 'Linux version' "$consoles/clean-poweroff.console" > "$work/boot"
    size=$(stat -c %s "$work/boot")
    yes "$work/boot" | head -n $((134217728 / size)) | xargs cat > "$clean"
fi
if [ $# -lt 2 ]; then
    cat "$consoles"/*.console > "$crashes"
    if [ -d "$top/../shared/corpus/reports" ]; then
        cat "$top"/../shared/corpus/reports/* >> "$crashes"
    fi
fi
sed -n 's/^ *- *{*text: *"\([^"]*\)".*/\1/p; s/^      - "\([^"]*\)"$/\1/p' \
    "$top"/orchestrator/src/main/resources/dev/straddle/findings/rules/[!h]*.yaml > "$work/headers"

cd "$top"
mvn -o -q -B -pl orchestrator test-compile dependency:build-classpath \
    -Dmdep.includeScope=test -Dmdep.outputFile="$work/classpath"
for file in "$clean" "$crashes"; do
    bytes=$(stat -c %s "$file")
    echo "== $bytes bytes"
    for command in "wc -l" "grep -c -F -f $work/headers"; do
        # shellcheck disable=SC2086
        { LC_ALL=C bash -c "TIMEFORMAT='%U %S'; time $command < '$file' > /dev/null"; } 2>&1 |
            awk -v c="${command%% -f*}" -v b="$bytes" \
                '{ s = $1 + $2; printf "%-12s %8.3f s %8.0f MB/s\n", c, s, b / 1e6 / (s > 0 ? s : 0.001) }'
    done
    for kind in guest any; do
        java -cp "orchestrator/target/classes:orchestrator/target/test-classes:$(cat "$work/classpath")" \
            org.openjdk.jmh.Main ParserBenchmark -p file="$file" -p kind="$kind" -jvmArgs -Xmx256m -rf csv \
            -rff "$work/jmh.csv" > "$work/jmh.log"
        awk -F, -v b="$bytes" -v k="parser, $kind" \
            'NR == 2 { printf "%-12s %8.3f s %8.0f MB/s\n", k, $5 / 1e3, b / 1e3 / $5 }' "$work/jmh.csv"
    done
done
