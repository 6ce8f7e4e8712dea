#!/usr/bin/env bash
# Prepares one interop folder: a Python virtual environment in
# .venvs/<folder> holding exactly <folder>/requirements.txt, or, for another
# version of the same client, .venvs/<folder>-<version> holding
# <folder>/requirements-<version>.txt. Does nothing when it is up to date.
#
#   install.sh FOLDER [VERSION]
#
# Exit 0: ready. Exit 75: this machine cannot run the folder; the reason is on stdout.
# Any other: an error in the folder itself.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
folder=${1:?usage: install.sh FOLDER [VERSION]}
version=${2:+-$2}
wanted=$here/$folder/requirements$version.txt
venv=$here/.venvs/$folder$version
log=$venv.log

skip() { printf 'SKIPPED interop/%s%s: %s\n' "$folder" "$version" "$*"; exit 75; }

[ -f "$wanted" ] || { printf 'no such file: interop/%s/requirements%s.txt\n' "$folder" "$version" >&2; exit 2; }
mkdir -p "$here/.venvs"

# Two runs at once must not build the same environment.
if command -v flock >/dev/null; then
  exec 9>"$venv.lock"
  flock -w 600 9 || skip 'another installation is still running'
fi

stamp=$(sha256sum "$wanted" | cut -d' ' -f1)
if [ "$(cat "$venv/stamp" 2>/dev/null)" = "$stamp" ] && "$venv/bin/python" -c '' 2>/dev/null; then exit 0; fi

# The pinned clients need Python 3.11; a venv module without ensurepip (Debian's
# python3 without python3-venv) looks present but cannot make an environment.
python() {
  local p
  for p in python3 python3.14 python3.13 python3.12 python3.11; do
    "$p" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$p"; return; }
  done
  return 1
}

if ! found=$(python); then
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || skip 'needs Python 3.11 or newer with venv'
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv; } \
    >"$log" 2>&1 </dev/null || skip 'Debian package python3-venv cannot be installed'
  found=$(python) || skip 'needs Python 3.11 or newer; this Debian has an older one'
fi

rm -rf -- "$venv"
"$found" -m venv "$venv"
if ! "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --retries 2 --timeout 15 \
  -r "$wanted" >"$log" 2>&1; then
  # An unreachable index is skipped; a version that does not exist is an error.
  if grep -qE 'Retrying|ConnectionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|HTTPError|HTTP error' "$log"; then
    skip 'the Python package index cannot be reached'
  fi
  tail -n 20 "$log" >&2
  exit 1
fi
printf '%s\n' "$stamp" >"$venv/stamp"
