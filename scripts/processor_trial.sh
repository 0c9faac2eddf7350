#!/usr/bin/env bash
# Shows under QEMU that the command ends with an error on processors that are too old, and gives the same labels and scores
# on one without AVX-512 as here: processor_trial.sh .build/release/fusebench
set -euo pipefail

command=$1
fail() { # what, why, way out
  printf 'error: %s\ncause: %s\nhint:  %s\n' "$1" "$2" "$3" >&2
  exit 1
}
command -v qemu-x86_64 >/dev/null 2>&1 \
  || fail "cannot show other processors" "no qemu-x86_64 command was found" "install it: apt-get install qemu-user"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for processor in Nehalem IvyBridge; do
  code=0
  qemu-x86_64 -cpu "$processor" "$command" --version >"$folder/output" 2>"$folder/errors" || code=$?
  lines=$(grep -v '^qemu' "$folder/errors" || true)
  if [ "$code" -ne 1 ] || [ -s "$folder/output" ] || [ "$(cut -d: -f1 <<<"$lines" | xargs)" != "error cause hint" ]; then
    fail "the command does not refuse $processor" "its exit code was $code, and it wrote: $lines" "look at Sources/System/CStart"
  fi
  printf '%s: exit code 1 and\n%s\n\n' "$processor" "$lines"
done

run=(run datasets/emoji/experiment.yaml --rows 0:400 --seeds 1 --figures none --quiet)
"$command" "${run[@]}" --out "$folder/here" >/dev/null
qemu-x86_64 -cpu Haswell "$command" "${run[@]}" --out "$folder/haswell" >/dev/null 2>"$folder/errors" \
  || fail "the command does not run on Haswell" "it wrote: $(cat "$folder/errors")" "look at the flags in Package.swift"
cmp "$folder/here/scores.csv" "$folder/haswell/scores.csv"
labels=$(cd "$folder/here" && find trials -name '*.labels.npy')
for file in $labels; do cmp "$folder/here/$file" "$folder/haswell/$file"; done
echo "Haswell: the scores and all $(wc -l <<<"$labels") files of labels are the same bits as here"
