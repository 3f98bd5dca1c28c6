#!/usr/bin/env bash
# Take the picture of the README: the first screen of the report that `make report` makes. Needs Chromium; set CHROMIUM to its path if it has another name.
set -euo pipefail
cd "$(dirname "$0")/.."
case_file=$(sed -n 's/^CASE ?= //p' Makefile)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
.venv/bin/myotome assess "$case_file" --out "$folder" >/dev/null
"${CHROMIUM:-chromium}" --headless --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor=0.85 \
  --window-size=1180,1385 --screenshot="$PWD/docs/images/report.png" "file://$folder/report.html" 2>/dev/null
ls -l docs/images/report.png
