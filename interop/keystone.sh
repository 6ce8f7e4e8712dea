#!/usr/bin/env bash
# Runs Keystone from Debian's package on loopback until it receives a signal.
#
#   keystone.sh FOLDER PORT PASSWORD DATABASE-URL     FOLDER receives keys and logs
#
# The database is an empty one of PostgreSQL or MariaDB: Keystone's transactions lock each other out on SQLite.
#
# Exit 75: this machine cannot run it; the reason is on stdout.
set -euo pipefail
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8

folder=${1:?usage: keystone.sh FOLDER PORT PASSWORD DATABASE-URL} port=${2:?} password=${3:?} database=${4:?}
base=http://127.0.0.1:$port
config=$folder/keystone.conf

skip() { printf 'SKIPPED Keystone: %s\n' "$*"; exit 75; }

case $database in
  mysql:*) driver=mysql+pymysql packages=(keystone python3-pymysql) ;;
  *) driver=postgresql+psycopg2 packages=(keystone python3-psycopg2) ;;
esac

installed() {
  local package
  for package in "${packages[@]}"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || return 1
  done
}

# The package would otherwise create a database and start a service.
install_keystone() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || skip 'needs Debian, and root to install its package keystone'
  export DEBIAN_FRONTEND=noninteractive
  debconf-set-selections <<'PRESEED' 2>/dev/null || true
keystone keystone/configure_db boolean false
keystone keystone/create-admin-tenant boolean false
keystone keystone/register-endpoint boolean false
keystone keystone/configure_ksat boolean false
PRESEED
  local policy=/usr/sbin/policy-rc.d added=0
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    added=1
  fi
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${packages[@]}"; } \
    >"$folder/apt.log" 2>&1 </dev/null || true
  [ $added = 0 ] || rm -f "$policy"
  installed || skip "Debian's package keystone cannot be installed"
}

manage() {
  keystone-manage --config-file "$config" "$@" >>"$folder/manage.log" 2>&1 \
    || { tail -n 20 "$folder/manage.log" >&2; exit 1; }
}

installed || install_keystone
mkdir -p "$folder/fernet" "$folder/receipt" "$folder/credential"
cat >"$config" <<CONF
[DEFAULT]
log_file = $folder/keystone.log
use_stderr = false
public_endpoint = $base
[auth]
methods = password,token,application_credential,totp
[database]
connection = $driver://${database#*://}
[fernet_tokens]
key_repository = $folder/fernet
[fernet_receipts]
key_repository = $folder/receipt
[credential]
key_repository = $folder/credential
[identity]
password_hash_rounds = 4
CONF
as=$(id -un) in=$(id -gn)
manage db_sync
for keys in fernet receipt credential; do manage ${keys}_setup --keystone-user "$as" --keystone-group "$in"; done
manage bootstrap --bootstrap-password "$password" --bootstrap-region-id RegionOne \
  --bootstrap-admin-url "$base/v3" --bootstrap-internal-url "$base/v3" --bootstrap-public-url "$base/v3"
export OS_KEYSTONE_CONFIG_FILES=$config
exec keystone-wsgi-public --host 127.0.0.1 --port "$port" >>"$folder/server.log" 2>&1
