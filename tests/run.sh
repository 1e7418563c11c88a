#!/usr/bin/env bash
# Runs every test this machine can run and names the ones it skips.
#
#   tests/run.sh              build and test; needs the .NET 10 SDK, no root, installs nothing
#   tests/run.sh --install    first install what tests need beyond that (Chromium, PostgreSQL, Request Tracker 5, Redmine, an SMTP server,
#                             LibreOffice, Prometheus; Debian and Ubuntu, as root)
#   tests/run.sh -- ARGS      hand ARGS to the test runner, for example: -- --filter-namespace '*Matching*'
#
# Ends with one line: N passed, N failed, N skipped
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."

install=no
while [ $# -gt 0 ]; do
  case "$1" in
    --install) install=yes ;;
    --help | -h) sed -n '2,10s/^# \{0,1\}//p' "$0"; exit 0 ;;
    --) shift; break ;;
    *) echo "tests/run.sh: unknown option $1 (try --help)" >&2; exit 2 ;;
  esac
  shift
done

command -v dotnet >/dev/null || { echo "tests/run.sh: the .NET 10 SDK (dotnet) is not on the path" >&2; exit 2; }
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

has_postgresql() { command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }

has_request_tracker() { [ -x /usr/share/request-tracker5/libexec/rt-server ] && [ -e /usr/share/request-tracker5/etc/schema.SQLite ] && perl -MDBD::SQLite -e1 2>/dev/null; }
has_redmine() { [ "$(dpkg-query -W -f='${Status}' redmine 2>/dev/null)" = "install ok installed" ] && command -v puma >/dev/null; }

# Has what a system of tests/systems needs, or gets it; what a mirror does not have is no reason to run no test at all.
install_system() { "tests/systems/$1.sh" install || echo "tests/run.sh: cannot install $1 here; its tests will be skipped" >&2; }

install_missing() {
  local missing=() systems=()
  command -v chromium >/dev/null || missing+=(chromium fonts-dejavu-core)
  has_postgresql || missing+=(postgresql)
  /usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null || missing+=(python3-aiosmtpd)
  command -v soffice >/dev/null || missing+=(libreoffice-calc)
  command -v pdftotext >/dev/null || missing+=(poppler-utils)
  command -v promtool >/dev/null || missing+=(prometheus)
  has_request_tracker || systems+=(request-tracker)
  has_redmine || systems+=(redmine)
  if [ $((${#missing[@]} + ${#systems[@]})) -eq 0 ]; then return; fi
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "tests/run.sh: cannot install ${missing[*]} ${systems[*]} here (needs root and apt-get); their tests will be skipped" >&2
    return
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  if ! has_postgresql; then
    # The tests start servers of their own; the package's is not needed.
    apt-get install -y -qq --no-install-recommends postgresql-common >/dev/null
    sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
  fi
  if [ ${#missing[@]} -gt 0 ]; then apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; fi
  # Here too: the tests start their own.
  if [[ " ${missing[*]} " == *" prometheus "* && -d /run/systemd/system ]]; then systemctl disable --quiet --now prometheus prometheus-node-exporter 2>/dev/null || true; fi
  local system
  for system in "${systems[@]}"; do install_system "$system"; done
}
installing=''
log=$(mktemp)
# An installation is not left half done.
trap 'wait; rm -f "$log" "$log.install"' EXIT
if [ "$install" = yes ]; then
  # Beside the build: the one waits for mirrors and disks, the other for processors.
  install_missing >"$log.install" 2>&1 &
  installing=$!
  # The tool that writes bills of material; what a registry does not have is no reason to run no test at all.
  dotnet tool restore --verbosity quiet >/dev/null || echo "tests/run.sh: cannot restore the local tools here; the test that needs one will be skipped" >&2
fi

dotnet build ComplianceAgent.sln --configuration Release -nologo -v quiet

if [ -n "$installing" ]; then
  wait "$installing" || { code=$?; cat "$log.install" >&2; echo "tests/run.sh: what the tests need could not be installed" >&2; exit "$code"; }
  cat "$log.install" >&2
fi

code=0
dotnet test --solution ComplianceAgent.sln --configuration Release --no-build --no-ansi --no-progress --output Detailed "$@" >"$log" 2>&1 || code=$?

# Passed tests are only counted; failed and skipped ones are shown whole.
grep -v '^passed ' "$log" || true

total() { sed -n "s/^ *$1: *\([0-9][0-9]*\).*/\1/p" "$log" | tail -n 1; }
passed=$(total succeeded) failed=$(total failed) skipped=$(total skipped)
list() {
  echo
  echo "$1:"
  grep -A "$3" "^$2 " "$log" | grep -v '^--' || true
}
if [ "${skipped:-0}" -gt 0 ]; then list Skipped skipped 1; fi
# Once more at the end, where the end of a long log shows it.
if [ "${failed:-0}" -gt 0 ]; then list Failed failed 12; fi
if [ "${passed:-0}" -eq 0 ] && [ "$code" -eq 0 ]; then code=8; fi
echo
echo "${passed:-0} passed, ${failed:-0} failed, ${skipped:-0} skipped"
exit "$code"
