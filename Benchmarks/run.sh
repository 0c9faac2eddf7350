#!/usr/bin/env bash
# Builds what is measured, sets up the peers, and measures: run.sh [--only …] [--threads n] [--repeats n] [--data …]
# `run.sh check …` holds the results, rather than the times, against those of the peers.
set -euo pipefail

cd "$(dirname "$0")"
python=${PYTHON:-python3}

if ! cmp -s requirements.txt .venv/requirements.txt; then
  "$python" -m venv .venv || {
    printf 'error: cannot set up the peers\ncause: %s -m venv failed\nhint:  %s\n' "$python" \
      "install Python 3.11 or later with its venv module, or name another with PYTHON=" >&2
    exit 1
  }
  .venv/bin/pip install --quiet --disable-pip-version-check --requirement requirements.txt
  cp requirements.txt .venv/requirements.txt
fi

swift build --package-path .. --configuration release --product fusebench
swift build --configuration release --product Measure

module=bench
if [ "${1:-}" = check ]; then
  module=bench.check
  shift
fi
exec .venv/bin/python -m "$module" "$@"
