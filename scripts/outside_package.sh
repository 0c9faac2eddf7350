#!/usr/bin/env bash
# Builds a package that depends on a tag of this repository, as others would: outside_package.sh [FOLDER]
# It has a clusterer, a fusion, an importer and a score of its own, and runs a comparison with them.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
folder=${1:-$root/.build/outside}
mkdir -p "$folder/data"

# What is committed, with a tag.
rm -rf "$folder/fusebench" "$folder/run"
git clone --quiet --no-hardlinks "$root" "$folder/fusebench"
git -C "$folder/fusebench" tag 0.1.0
cp -r "$root/Tests/Outside/Package.swift" "$root/Tests/Outside/Sources" "$folder/"

# Three groups of items; the rows of the text are in another order, so that their ids decide.
awk -v folder="$folder/data" 'BEGIN {
  srand(1)
  print "id,kind" > (folder "/labels.csv")
  for (row = 0; row < 60; row++) {
    print "item" row ",kind" row % 3 > (folder "/labels.csv")
    order[row] = (row * 7) % 60
  }
  for (row = 0; row < 60; row++) line("visual", row, .6)
  for (row = 0; row < 60; row++) line("text", order[row], .4)
}
function line(name, row, spread,    column, text) {
  for (column = 0; column < 4; column++)
    text = text (column ? ", " : "") (column == row % 3 ? 1 : 0) + spread * (rand() - .5)
  printf "{\"id\": \"item%d\", \"vector\": [%s]}\n", row, text > (folder "/" name ".jsonl")
}'

export FUSEBENCH_REPOSITORY="file://$folder/fusebench"
swift package --package-path "$folder" update
swift build --package-path "$folder"
"$folder/.build/debug/Comparison" "$folder/data" "$folder/run" | tee "$folder/table.txt"

# Every method is there, and rows that were matched by their ids are clustered as they are labelled.
for space in visual text concatenation larger; do
  for clusterer in kmeans k-medoids; do
    grep -q "^$space,$clusterer,0,pure-clusters," "$folder/run/scores.csv" ||
      { echo "error: scores.csv lacks $clusterer on $space" >&2; exit 1; }
  done
done
grep -q '^concatenation,kmeans,0,ari,1.0$' "$folder/run/scores.csv" ||
  { echo "error: the rows are misaligned" >&2; exit 1; }
test -s "$folder/run/report.html"
