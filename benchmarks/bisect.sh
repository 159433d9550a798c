#!/bin/sh
# What bisections cost and how often they name the wrong commit, by simulation: straddle's rule in
# the cases of its targets, then beside the rules of git, ktest, syzkaller, SPRT and git_bayesect.
#
#   bisect.sh [TRIALS [ROWS]]
#
# TRIALS of each row, by default 2000; ROWS is a part of the names of those wanted.
set -eu
exec "$(dirname "$0")/test-class.sh" dev.straddle.bisect.BisectionTable "${1:-2000}" "${2:-}"
