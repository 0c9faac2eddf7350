#!/usr/bin/env bash
# Makes the documentation of the library: docs.sh [FOLDER]
# A warning is an error, such as a link that leads nowhere, and so is a public declaration without a comment.
set -euo pipefail

cd "$(dirname "$0")/.."
out=${1:-.build/docs}
flags=()
if command -v xcrun >/dev/null; then
  tools=$(dirname "$(xcrun --find docc)")
  flags+=(-sdk "$(xcrun --show-sdk-path)")
else
  tools=$(dirname "$(readlink -f "$(command -v swift)")")
fi
modules=$(grep -o '^@_exported import .*' Sources/Fusebench/Fusebench.swift | cut -d' ' -f3 | paste -sd, -)
target=$("$tools/swift" -print-target-info | grep -o '"triple": "[^"]*"' | head -1 | cut -d'"' -f4)

swift build --target Fusebench
build=$(swift build --show-bin-path)
rm -rf "$out" && mkdir -p "$out/graphs"

# The modules of C that ours import.
for map in "$build"/*.build/module.modulemap Sources/System/*/module.modulemap Sources/System/*/include/module.modulemap \
  .build/checkouts/*/Sources/*/include/module.modulemap; do
  if [ -f "$map" ]; then flags+=(-Xcc "-fmodule-map-file=$map"); fi
done
for flag in $(pkg-config --cflags-only-I cairo openblas libzip libtiff-4 libpng libwebpdemux); do flags+=(-Xcc "$flag"); done

"$tools/swift-symbolgraph-extract" -module-name Fusebench -target "$target" -I "$build/Modules" "${flags[@]}" \
  -minimum-access-level public -skip-inherited-docs -skip-synthesized-members \
  -experimental-allowed-reexported-modules="$modules" -output-dir "$out/graphs"
scripts/undocumented.py "$out/graphs"
"$tools/docc" convert Sources/Fusebench/Fusebench.docc --additional-symbol-graph-dir "$out/graphs" \
  --fallback-display-name Fusebench --fallback-bundle-identifier fusebench --warnings-as-errors \
  --output-path "$out/Fusebench.doccarchive"
echo "$out/Fusebench.doccarchive"
