#!/usr/bin/env bash
# Installs what Guichet needs and this machine lacks, through apt where it may; otherwise prints the one line to run.
# Arguments: names of needs, among: build database node browser pdf python.
set -euo pipefail

missing=()
need() { # command or file, then Debian packages
  local what=$1
  shift
  if [[ $what == /* ]]; then compgen -G "$what" >/dev/null && return; else command -v "$what" >/dev/null && return; fi
  missing+=("$@")
}

stop() {
  printf '%s\n' "$@" >&2
  exit 1
}

# Ubuntu has other names for them.
browser=(chromium chromium-driver)
if grep -qs '^ID=ubuntu' /etc/os-release; then browser=(chromium-browser chromium-chromedriver); fi

for name in "$@"; do
  case $name in
    build)
      command -v cargo >/dev/null || stop "Rust is missing. Install it with rustup, then try again: https://rustup.rs"
      need cc build-essential
      need pkg-config pkg-config
      need /usr/include/postgresql/libpq-fe.h libpq-dev
      ;;
    database) need '/usr/lib/postgresql/*/bin/postgres' postgresql ;;
    node)
      need node nodejs ca-certificates
      need npm npm
      ;;
    python)
      need python3 python3 python3-venv
      ;;
    pdf) need pdftotext poppler-utils ;;
    browser)
      # The pages bring their own typeface; the browser still wants one to start with.
      need chromedriver "${browser[@]}" fonts-liberation
      ;;
    *) stop "unknown need: $name" ;;
  esac
done

if [ ${#missing[@]} -gt 0 ]; then
  command -v apt-get >/dev/null || stop "Install these (names of Debian's packages), then try again:" "  ${missing[*]}"
  if [ "$(id -u)" -eq 0 ]; then
    as_root=
  elif sudo -n true 2>/dev/null; then
    as_root=sudo
  else
    stop "Run this once, then try again:" "  sudo sh -c 'apt-get update && apt-get install -y ${missing[*]}'"
  fi
  echo "Installing ${missing[*]}…"
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" </dev/null
fi

# What the distribution has may be too old for the packages that build the styles.
if [[ " $* " == *" node "* ]] && ! node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)'; then
  stop "Node.js $(node --version) is too old: version 18 or later is needed, from https://nodejs.org"
fi
