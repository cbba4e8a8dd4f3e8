#!/usr/bin/env bash
# What a change of the rules must pass. BASE is a checkout of the rules as they are in force; by itself it compares them with themselves.
set -euo pipefail
cd "$(dirname "$0")"
weibofilter lint rules
weibofilter test rules --junit report.xml
weibofilter impact "${BASE:-.}/rules" rules corpus/ordinary.jsonl --max-new-holds 0.1%
python -m pytest -q
weibofilter compile rules -o build.rules
