#!/usr/bin/env bash
# Installs, upgrades, rolls back and removes the Compliance Agent as a systemd service. Run as root.
#
#   setup.sh install FOLDER|ARCHIVE.tar.gz     unpack, make the account, install the unit; starts it once settings are there
#   setup.sh upgrade FOLDER|ARCHIVE.tar.gz     back the store up, change the program, start; goes back by itself when that fails
#              --no-backup                       (PostgreSQL that you have copied yourself)
#   setup.sh rollback                          the program before, and the store as it was if its schema has moved on
#   setup.sh uninstall [--purge]               remove service and program; --purge also settings, store, reports, logs and account
#
# --root DIR works below another root and leaves systemd alone (to build an image, to try it out).
set -euo pipefail

say() { echo "setup.sh: $*" >&2; }
fail() { say "$*"; exit 1; }
usage() { sed -n '2,10s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }

verb=${1:-}
case "$verb" in
  install | upgrade | rollback | uninstall) shift ;;
  --help | -h) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac

root='' source='' backup=yes purge=no
while [ $# -gt 0 ]; do
  case "$1" in
    --root) root=${2:?--root DIR}; shift ;;
    --no-backup) backup=no ;;
    --purge) purge=yes ;;
    -*) fail "unknown option $1 (try --help)" ;;
    *) source=$1 ;;
  esac
  shift
done
[ "$(id -u)" -eq 0 ] || fail "run this as root (sudo $0 $verb ...)"

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
account=compliance-agent
program=$root/opt/compliance-agent
settings=$root/etc/compliance-agent
state=$root/var/lib/compliance-agent
note=$program/backup.note
unit=$root/etc/systemd/system/compliance-agent.service
command=$root/usr/local/bin/compliance-agent
# systemd is spoken to only where it runs, and only about this machine.
has_systemd() { [ -z "$root" ] && [ -d /run/systemd/system ]; }
service() { if has_systemd; then systemctl "$@"; fi; }

make_account() {
  getent passwd "$account" >/dev/null && return
  if command -v systemd-sysusers >/dev/null; then systemd-sysusers "$here/compliance-agent.sysusers.conf"
  else useradd --system --home-dir /var/lib/compliance-agent --no-create-home --shell /usr/sbin/nologin "$account"; fi
}

# Unpacks into releases/VERSION and prints that folder.
unpack() {
  [ -n "$source" ] || fail "name the folder or archive of the new version (try --help)"
  local staging=$program/releases/.new version
  rm -rf "$staging"
  install -d -m 0755 "$program" "$program/releases" "$staging"
  if [ -d "$source" ]; then cp -R "$source/." "$staging/"
  elif [ -f "$source" ]; then
    local sums
    sums=$(dirname "$source")/SHA256SUMS
    if [ -f "$sums" ]; then (cd "$(dirname "$source")" && sha256sum --check --ignore-missing --strict --quiet SHA256SUMS) || fail "$source is not what SHA256SUMS says"; fi
    tar -xzf "$source" -C "$staging" --strip-components=1 --no-same-owner
  else fail "$source: there is no such folder or archive"; fi
  [ -x "$staging/compliance-agent" ] || fail "$source holds no program compliance-agent"
  chown -R root:root "$staging"
  chmod -R u=rwX,go=rX "$staging"
  ln -sfn /etc/compliance-agent/appsettings.Production.json "$staging/appsettings.Production.json"
  version=$("$staging/compliance-agent" --version) || fail "the new program does not start here"
  [ ! -e "$program/releases/$version" ] || [ "$(readlink -f "$program/current")" != "$(readlink -f "$program/releases/$version")" ] || { rm -rf "$staging"; fail "version $version is the one in use already"; }
  rm -rf "${program:?}/releases/$version"
  mv "$staging" "$program/releases/$version"
  echo "releases/$version"
}

# One step, so that there is no moment without a program.
point() { ln -sfn "$2" "$program/$1.next" && mv -T "$program/$1.next" "$program/$1"; }

# The program as the service runs it. Linux remembers who logged in, so decisions carry that name and not the account's.
agent() {
  as_account env STATE_DIRECTORY="$state" DOTNET_EnableDiagnostics=0 "$program/current/compliance-agent" "$@"
}
as_account() { (cd / && runuser -u "$account" -- "$@"); }

install_files() {
  install -d -m 0755 "$(dirname "$unit")" "$(dirname "$command")"
  install -m 0644 "$here/compliance-agent.service" "$unit"
  install -d -m 0750 -o root -g "$account" "$settings"
  install -d -m 0700 -o "$account" -g "$account" "$state"
  cat >"$command" <<'WRAPPER'
#!/bin/sh
# The agent as the service runs it: same account, settings and state. Paths count from the root: write them whole.
[ "$(id -u)" -eq 0 ] || exec sudo -- "$0" "$@"
cd / && exec runuser -u compliance-agent -- env STATE_DIRECTORY=/var/lib/compliance-agent DOTNET_EnableDiagnostics=0 /opt/compliance-agent/current/compliance-agent "$@"
WRAPPER
  chmod 0755 "$command"
  if [ -z "$root" ] && [ -d /usr/lib/tmpfiles.d ]; then install -m 0644 "$here/compliance-agent.tmpfiles.conf" /usr/lib/tmpfiles.d/compliance-agent.conf; fi
}

do_install() {
  [ ! -e "$program/current" ] || fail "it is installed already: $0 upgrade $source"
  make_account
  local release
  release=$(unpack)
  point current "$release"
  install_files
  service daemon-reload
  service enable --quiet compliance-agent
  if [ -e "$settings/appsettings.Production.json" ]; then
    service restart compliance-agent
    if has_systemd; then say "installed ${release#releases/} and started"; else say "installed ${release#releases/}; no systemd runs here, so it was not started"; fi
  else
    say "installed ${release#releases/}. Write $settings/appsettings.Production.json (root:$account, mode 0640), look with 'compliance-agent doctor', then: systemctl start compliance-agent"
  fi
}

# Copies the store; prints nothing. Leaves a note for rollback: where the store lies, its copy, the version that wrote it.
back_up() {
  local copy told store dump
  # In its own folder only the account itself acts: root would follow whatever link lies there. The note is root's, for it says what is moved later.
  as_account mkdir -p -m 0700 "$state/backups"
  copy=$state/backups/$(date -u +%Y%m%dT%H%M%SZ)-$(basename "$(readlink -f "$program/current")")
  rm -f "$note"
  if told=$(agent store backup --out "$copy.db" 2>&1); then
    store=$(sed -n 's/^Store: //p' <<<"$told" | head -n 1)
    printf '%s\n%s\n' "$store" "$copy.db" >"$note"
    say "the store was copied to $copy.db"
  elif grep -q 'There is no store at' <<<"$told"; then say "there is no store yet, so nothing to copy"
  elif dump=$(sed -n 's/^.*Run: \(.*pg_dump .*\)$/\1/p' <<<"$told") && [ -n "$dump" ]; then
    command -v pg_dump >/dev/null || fail "the store is a PostgreSQL database and pg_dump is not here. Copy it elsewhere, then: $0 upgrade --no-backup $source"
    # The program wrote this line and quoted every word of it.
    as_account env PGPASSFILE=/etc/compliance-agent/pgpass sh -c "umask 077; ${dump/--file=$copy.db/--file=$copy.dump}" || {
      as_account rm -f "$copy.dump"
      fail "pg_dump failed; nothing was changed. Put the password into /etc/compliance-agent/pgpass (host:port:database:account:password, mode 0600, owned by $account), or copy the store yourself and say --no-backup"
    }
    say "the store was copied to $copy.dump (pg_restore puts it back)"
  else fail "the store could not be copied, nothing was changed: $told"; fi
}

do_upgrade() {
  [ -e "$program/current" ] || fail "it is not installed: $0 install $source"
  local release before
  release=$(unpack)
  before=releases/$(basename "$(readlink -f "$program/current")")
  service stop compliance-agent
  if [ "$backup" = yes ] && ! (back_up); then service start compliance-agent; exit 1; fi
  point previous "$before"
  point current "$release"
  install_files
  service daemon-reload
  if service start compliance-agent; then
    say "now runs ${release#releases/}; back with: $0 rollback"
    return
  fi
  say "${release#releases/} did not start (journalctl -u compliance-agent); going back"
  do_rollback
  exit 1
}

# The store goes back only when the program before cannot read it: later scans would be lost for nothing.
restore_if_newer() {
  local store copy code=0
  agent status >/dev/null 2>&1 || code=$?
  if [ "$code" -ne 4 ]; then say "the store stays as it is: this version reads it"; return; fi
  [ -s "$note" ] || fail "this version cannot read the store, and there is no copy from before the upgrade under $state/backups. For PostgreSQL: pg_restore --clean the dump that lies there, then start the service"
  { read -r store; read -r copy; } <"$note"
  as_account mv "$store" "$store.newer-$(date -u +%Y%m%dT%H%M%SZ)"
  as_account rm -f "$store-wal" "$store-shm"
  as_account cp --preserve=mode "$copy" "$store"
  say "the store is the copy $copy again. What was scanned since is missing; if the agent refuses it: compliance-agent store accept --reason 'rolled back'"
}

do_rollback() {
  [ -e "$program/previous" ] || fail "there is no version before this one"
  local before now
  before=releases/$(basename "$(readlink -f "$program/previous")")
  now=releases/$(basename "$(readlink -f "$program/current")")
  service stop compliance-agent || true
  point current "$before"
  point previous "$now"
  restore_if_newer
  service reset-failed compliance-agent || true
  service start compliance-agent
  say "now runs ${before#releases/}"
}

do_uninstall() {
  service disable --now --quiet compliance-agent || true
  rm -f "$unit" "$command"
  [ -n "$root" ] || rm -f /usr/lib/tmpfiles.d/compliance-agent.conf
  rm -rf "$program"
  service daemon-reload
  if [ "$purge" = yes ]; then
    # With what "systemctl edit" added to the unit.
    rm -rf "$settings" "$state" "$unit.d"
    if [ -z "$root" ] && getent passwd "$account" >/dev/null; then userdel "$account"; fi
    say "removed, with settings, store, reports, logs and account"
  else
    say "removed; settings stay in $settings, the store with everything it knows in $state (--purge removes them)"
  fi
  say "still there, elsewhere: the application in Entra ID (az ad app delete --id CLIENT-ID), a PostgreSQL database (dropdb, dropuser), the tracker's account and custom field, copies of the store and of checkpoints"
}

"do_$verb"
