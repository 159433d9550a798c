#!/bin/sh
# How long the index of 100,000 boots takes to make and to ask.
#
#   history-index.sh [RUNS [BOOTS [OBSERVATION]]]
#
# RUNS runs of BOOTS boots each, by default 365 of 274; OBSERVATION is an observation.json to stand for
# every boot's, by default a small one.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$(dirname "$0")/test-class.sh" dev.straddle.history.IndexTiming "$work/runs" "${1:-365}" "${2:-274}" ${3:+"$3"}
