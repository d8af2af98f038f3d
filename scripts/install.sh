#!/usr/bin/env bash
# Installs what Guichet needs and this machine lacks, through apt where it may; otherwise prints the one line to run.
# Arguments: names of needs, among: build database node browser.
set -euo pipefail

missing=()
need() { # command or file, then Debian packages
  local what=$1
  shift
  if [[ $what == /* ]]; then compgen -G "$what" >/dev/null && return; else command -v "$what" >/dev/null && return; fi
  missing+=("$@")
}

for name in "$@"; do
  case $name in
    build)
      need cc build-essential
      need pkg-config pkg-config
      need /usr/include/postgresql/libpq-fe.h libpq-dev
      ;;
    database) need '/usr/lib/postgresql/*/bin/postgres' postgresql ;;
    node) need node nodejs; need npm npm ;;
    browser)
      need chromium chromium
      need chromedriver chromium-driver
      ;;
    *) echo "unknown need: $name" >&2; exit 2 ;;
  esac
done

[ ${#missing[@]} -eq 0 ] && exit 0
line="apt-get update && apt-get install -y ${missing[*]}"
if ! command -v apt-get >/dev/null; then
  echo "Install: ${missing[*]} (names of Debian's packages), then try again." >&2
  exit 1
fi
if [ "$(id -u)" -eq 0 ]; then
  as_root=
elif sudo -n true 2>/dev/null; then
  as_root=sudo
else
  echo "Run this once, then try again:" >&2
  echo "  sudo sh -c '$line'" >&2
  exit 1
fi
echo "Installing ${missing[*]}…"
$as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null
