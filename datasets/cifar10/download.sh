#!/usr/bin/env bash
# Fetch CIFAR-10's binary version, check it and unpack it beside this script as cifar-10-batches-bin/.
#
#   ./download.sh                   download (an interrupted download is resumed), check, unpack
#   ./download.sh --archive FILE    the same from an archive that is already here
#
# The folder appears whole or not at all.
set -euo pipefail

url=https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz
md5=c32a1d4ab5d03f1284b67883e8d87530
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$here/cifar-10-batches-bin
batch_bytes=30730000 # 10,000 records of 3,073

fail() { # what failed, the cause, the way out
  printf 'error: %s\ncause: %s\nhint:  %s\n' "$1" "$2" "$3" >&2
  exit 1
}

usage() {
  printf 'usage: %s [--archive FILE]\n' "$(basename "$0")" >&2
  exit 64
}

md5_of() {
  if command -v md5sum >/dev/null; then
    md5sum <"$1" | cut -d ' ' -f 1
  elif command -v md5 >/dev/null; then
    md5 -q "$1"
  else
    fail "cannot check $1" 'neither md5sum nor md5 is installed' 'install coreutils'
  fi
}

# Download to $1, going on from what an earlier attempt left there.
download() {
  local part=$1 status=0
  if [ -f "$part" ] && [ "$(md5_of "$part")" = "$md5" ]; then return 0; fi # it was complete, only not yet renamed
  printf 'downloading %s\n' "$url"
  if command -v curl >/dev/null; then
    local fetch=(curl --fail --location --show-error --connect-timeout 30 --output "$part")
    "${fetch[@]}" --continue-at - "$url" || status=$?
    if [ $status -eq 33 ]; then # this server cannot resume
      status=0
      "${fetch[@]}" "$url" || status=$?
    fi
    [ $status -ne 0 ] || return 0
  elif command -v wget >/dev/null; then
    wget --continue --tries 3 --timeout 30 --output-document "$part" "$url" && return 0
  else
    fail "cannot download $url" 'neither curl nor wget is installed' 'install one, or bring the archive: --archive FILE'
  fi
  local kept=0
  [ ! -f "$part" ] || kept=$(wc -c <"$part" | tr -d ' ')
  fail "cannot download $url" "the transfer stopped after $kept bytes (its own message is above)" \
    'check the network and run this again, it resumes; or bring the archive: --archive FILE'
}

# Is $1 the official archive? $2 is the way out if it is not.
check() {
  local found
  found=$(md5_of "$1")
  [ "$found" = "$md5" ] || fail "$1 is not the official archive" "expected md5 $md5, found $found" "$2"
}

# Unpack $1 beside the target, check every batch, then rename.
unpack() {
  local work batch bytes
  work=$(mktemp -d "$here/.unpacking.XXXXXX")
  # shellcheck disable=SC2064  # expanded now: the name is local
  trap "rm -rf '$work'" EXIT
  tar -xzf "$1" -C "$work" || fail "cannot unpack $1" 'tar stopped (its own message is above)' 'is the disk full?'
  for batch in data_batch_{1..5}.bin test_batch.bin; do
    bytes=$(wc -c 2>/dev/null <"$work/cifar-10-batches-bin/$batch" | tr -d ' ') || bytes=0
    [ "$bytes" = "$batch_bytes" ] ||
      fail "$batch is cut short" "expected $batch_bytes bytes, found $bytes" 'is the disk full?'
  done
  mv "$work/cifar-10-batches-bin" "$folder"
}

archive=
while [ $# -gt 0 ]; do
  case $1 in
    --archive) [ $# -ge 2 ] || usage; archive=$2; shift 2 ;;
    *) usage ;;
  esac
done

if [ -e "$folder" ]; then
  printf '%s is already there\n' "$folder"
  exit 0
fi

if [ -n "$archive" ]; then
  [ -f "$archive" ] || fail "cannot read $archive" 'there is no such file' "download it from $url"
  check "$archive" "download it again from $url"
else
  archive=$here/cifar-10-binary.tar.gz
  if [ ! -f "$archive" ]; then
    download "$archive.part"
    check "$archive.part" "remove $archive.part and run this again"
    mv "$archive.part" "$archive"
  else
    check "$archive" "remove $archive and run this again"
  fi
fi
unpack "$archive"
printf 'ready: %s\n' "$folder"
