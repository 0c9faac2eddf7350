#!/usr/bin/env bash
# Installs the system libraries that fusebench builds on, and the Python modules with which the tests check its JSON
# Schema (without them they skip that); with "browser", the Chromium in which the tests look at report.html. Does nothing
# where they are there already.
set -euo pipefail

packages=(libopenblas-dev libcairo2-dev libpng-dev libjpeg-dev libwebp-dev libgif-dev libtiff-dev zlib1g-dev
  libzip-dev libssl-dev pkg-config fonts-dejavu-core
  python3-jsonschema python3-yaml)
if [ "${1:-}" = browser ]; then
  for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
  done
  packages=(chromium)
fi

fail() { # what, why, way out
  printf 'error: %s\ncause: %s\nhint:  %s\n' "$1" "$2" "$3" >&2
  exit 1
}

command -v swift >/dev/null 2>&1 \
  || fail "cannot build fusebench" "no swift command was found" "install Swift 6.2 or later from https://swift.org/install"

if [ "$(uname -s)" = Darwin ]; then
  if [ "${1:-}" = browser ]; then
    echo "Install Chromium, and put it on your path, with:"
    echo "  brew install --cask chromium"
    exit 1
  fi
  brew_packages="openblas cairo libpng jpeg-turbo webp giflib libtiff zlib libzip openssl pkg-config"
  pkg-config --exists cairo libpng libjpeg libwebpdemux libtiff-4 zlib libzip libcrypto 2>/dev/null && exit 0
  echo "Install the system libraries with:"
  echo "  brew install $brew_packages"
  exit 1
fi

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
# pkgconf stands in for pkg-config on newer releases.
if [ "${#missing[@]}" -eq 1 ] && [ "${missing[0]}" = pkg-config ] && command -v pkg-config >/dev/null; then missing=(); fi
[ "${#missing[@]}" -eq 0 ] && exit 0

command -v apt-get >/dev/null 2>&1 \
  || fail "cannot install ${missing[*]}" "no apt-get command was found" \
    "install the development packages of OpenBLAS, cairo, libpng, libjpeg, libwebp, giflib, libtiff (4.5 or later), zlib, libzip and OpenSSL"

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  sudo -n true 2>/dev/null \
    || fail "cannot install ${missing[*]}" "not root, and sudo asks for a password" \
      "run: sudo apt-get install ${missing[*]}"
  as_root=(sudo -n)
fi
echo "Installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
${as_root[@]+"${as_root[@]}"} apt-get update -qq
${as_root[@]+"${as_root[@]}"} apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
