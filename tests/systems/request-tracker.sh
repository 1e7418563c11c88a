#!/usr/bin/env bash
# A Request Tracker 5 of the tests' own, on loopback, with its database and settings in one folder.
#
#   request-tracker.sh install          gets the packages (Debian and Ubuntu, as root)
#   request-tracker.sh up DIR PORT      makes DIR (empty or missing) into a server and starts it; DIR/environment says how it is reached
#   request-tracker.sh down DIR         ends it; the folder stays
#
# Needs no root but for install: as root the server runs as www-data.
set -euo pipefail

readonly program=/usr/share/request-tracker5

die() { echo "request-tracker.sh: $*" >&2; exit 1; }

install_packages() {
  export DEBIAN_FRONTEND=noninteractive
  # The package's own database and cron jobs are not needed: every server here brings a database of its own.
  debconf-set-selections <<'ANSWERS' || true
request-tracker5 request-tracker5/dbconfig-install boolean false
request-tracker5 request-tracker5/install-cronjobs boolean false
request-tracker5 request-tracker5/handle-siteconfig-permissions boolean true
ANSWERS
  apt-get install -y -qq --no-install-recommends request-tracker5 rt5-db-sqlite rt5-standalone libdbd-sqlite3-perl curl >/dev/null
}

# The command line in front of everything of RT's: the settings in DIR alone, as www-data when we are root.
as_rt=()
prepare() {
  if [ "$(id -u)" -eq 0 ]; then as_rt=(setpriv --reuid=www-data --regid=www-data --init-groups); fi
  as_rt+=(env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME="$dir" LC_ALL=C.UTF-8 RT_SITE_CONFIG="$dir/RT_SiteConfig.pm" RT_SITE_CONFIG_DIR="$dir/no-more-settings")
}

write_settings() {
  mkdir -p "$dir/no-more-settings" "$dir/mason" "$dir/sessions"
  cat >"$dir/RT_SiteConfig.pm" <<SETTINGS
Set(\$rtname, 'tests'); Set(\$Organization, 'tests');
Set(\$WebPath, ''); Set(\$WebDomain, '127.0.0.1'); Set(\$WebPort, $port); Set(\$WebBaseURL, 'http://127.0.0.1:$port');
Set(\$CanonicalizeRedirectURLs, 0);
Set(\$DatabaseType, 'SQLite'); Set(\$DatabaseName, '$dir/rt.db');
Set(\$LogToSyslog, undef); Set(\$LogToFile, undef); Set(\$LogToSTDERR, 'warning');
Set(\$MailCommand, 'testfile');
\$RT::MasonDataDir = '$dir/mason'; \$RT::MasonSessionDir = '$dir/sessions';
1;
SETTINGS
  head -c 18 /dev/urandom | base64 | tr '+/' 'ab' >"$dir/root-password"
}

# Two queues with the key field, one without; an agent with the rights it needs and no more; a person who may do everything.
write_content() {
  cat >"$dir/content.pl" <<'PERL'
use strict; use warnings;
use lib '/usr/share/request-tracker5/lib';
use RT -init;

my ($file, $url) = @ARGV;
my $system = RT->SystemUser;
sub done { my ($id, $why) = @_; die(($why // 'failed') . "\n") unless $id; return $id }

sub queue {
    my $queue = RT::Queue->new($system);
    done($queue->Create(Name => shift));
    return $queue;
}

sub token {
    my ($user, $for) = @_;
    my ($id, $why, $secret) = RT::AuthToken->new($system)->Create(Owner => $user->Id, Description => $for);
    done($id, $why);
    return $secret;
}

my @queues = map { queue($_) } ('Compliance', 'Compliance Phones');
my $bare = queue('Without Field');
my $field = RT::CustomField->new($system);
done($field->Create(Name => 'ComplianceKey', Type => 'FreeformSingle', LookupType => 'RT::Queue-RT::Ticket'));
done($field->AddToObject($_)) for @queues;

my $agent = RT::User->new($system);
done($agent->Create(Name => 'compliance-agent', EmailAddress => 'compliance-agent@example.org', Privileged => 1));
for my $queue (@queues, $bare) {
    done($agent->PrincipalObj->GrantRight(Right => $_, Object => $queue))
        for qw(SeeQueue ShowTicket ShowTicketComments CreateTicket ModifyTicket CommentOnTicket SeeCustomField ModifyCustomField);
}
my $person = RT::User->new($system);
$person->Load('root');

open my $out, '>', $file or die "$file: $!\n";
print $out "URL=$url\nTOKEN=", token($agent, 'agent'), "\nPERSON_TOKEN=", token($person, 'person'),
    "\nQUEUE=Compliance\nOTHER_QUEUE=Compliance Phones\nBARE_QUEUE=Without Field\nFIELD=ComplianceKey\n";
close $out or die "$file: $!\n";
PERL
}

is_running() { [ -s "$dir/server.pid" ] && kill -0 "$(cat "$dir/server.pid")" 2>/dev/null; }

up() {
  [ -x "$program/libexec/rt-server" ] || die "Request Tracker 5 is not installed (run: $0 install)"
  [ ! -e "$dir/rt.db" ] || die "$dir has been used before; take it away first"
  umask 077
  mkdir -p "$dir"
  prepare
  write_settings
  write_content
  if [ "$(id -u)" -eq 0 ]; then chown -R www-data "$dir"; fi
  "${as_rt[@]}" rt-setup-database-5 --action init --skip-create --root-password-file "$dir/root-password" >"$dir/setup.log" 2>&1 || { cat "$dir/setup.log" >&2; die "the database could not be made"; }
  "${as_rt[@]}" perl "$dir/content.pl" "$dir/environment.new" "http://127.0.0.1:$port" >>"$dir/setup.log" 2>&1 || { cat "$dir/setup.log" >&2; die "queues and users could not be made"; }
  # A worker that ends after its hundredth request, as is usual, has the next one read half of RT anew.
  "${as_rt[@]}" "$program/libexec/rt-server" --server Starlet --host 127.0.0.1 --port "$port" --max-workers 2 --max-reqs-per-child 1000000 </dev/null >"$dir/server.log" 2>&1 &
  echo $! >"$dir/server.pid"
  local token
  token=$(sed -n 's/^TOKEN=//p' "$dir/environment.new")
  for _ in $(seq 300); do
    if curl -sf -o /dev/null --noproxy '*' -H "Authorization: token $token" "http://127.0.0.1:$port/REST/2.0/rt"; then
      mv "$dir/environment.new" "$dir/environment"
      return
    fi
    is_running || break
    sleep 0.2
  done
  cat "$dir/server.log" >&2
  down
  die "the server did not start"
}

down() {
  if is_running; then
    kill "$(cat "$dir/server.pid")"
    for _ in $(seq 100); do is_running || break; sleep 0.1; done
    if is_running; then kill -KILL "$(cat "$dir/server.pid")"; fi
  fi
  rm -f "$dir/server.pid"
}

case "${1:-}" in
  install) install_packages ;;
  up) dir=${2:?} port=${3:?}; up ;;
  down) dir=${2:?}; down ;;
  *) sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
