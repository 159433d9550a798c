#!/bin/sh
# Parses every recorded console in every form in which people hand on logs: one line for each first title that changed
# (form, console, expected, got), then a table of the forms.
#
#   log-forms.sh [PART]     default: all forms; else those whose name holds PART
set -eu
exec "$(dirname "$0")/test-class.sh" dev.straddle.findings.LogReport forms orchestrator/src/test/resources/consoles "${1:-}"
