#!/usr/bin/env bash
# A Redmine of the tests' own, on loopback, with its database and settings in one folder.
#
#   redmine.sh install          gets the packages (Debian and Ubuntu, as root)
#   redmine.sh up DIR PORT      makes DIR (empty or missing) into a server and starts it; DIR/environment says how it is reached
#   redmine.sh down DIR         ends it; the folder stays
#
# Needs no root but for install: as root the server runs as www-data.
set -euo pipefail

readonly program=/usr/share/redmine

die() { echo "redmine.sh: $*" >&2; exit 1; }

is_configured() { [ "$(dpkg-query -W -f='${Status}' redmine 2>/dev/null)" = "install ok installed" ]; }

install_packages() {
  export DEBIAN_FRONTEND=noninteractive PATH=/usr/sbin:/usr/bin:/sbin:/bin
  # The package's own database is not needed: every server here brings one of its own.
  debconf-set-selections <<<'redmine redmine/instances/default/dbconfig-install boolean false' || true
  apt-get install -y -qq --no-install-recommends redmine redmine-sqlite ruby-sqlite3 puma curl >/dev/null || true
  if is_configured; then return; fi
  # Some versions of Debian's bundler take a gem without a folder of its own for a missing one, and the package then stays half configured.
  local specification folder
  for specification in /usr/share/rubygems-integration/*/specifications/*.gemspec /usr/lib/*/rubygems-integration/*/specifications/*.gemspec; do
    [ -e "$specification" ] || continue
    folder=$(dirname "$(dirname "$specification")")/gems/$(basename "$specification" .gemspec)
    mkdir -p "$folder"
  done
  dpkg --configure -a >/dev/null
  is_configured || die "the package cannot be configured"
}

# The command line in front of everything of Redmine's. It looks for its settings in a folder named beside its own; climbing from there leads to DIR.
as_redmine=()
prepare() {
  if [ "$(id -u)" -eq 0 ]; then as_redmine=(setpriv --reuid=www-data --regid=www-data --init-groups); fi
  as_redmine+=(env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME="$dir" LC_ALL=C.UTF-8 RAILS_ENV=production REDMINE_INSTANCE="../../../..$dir")
}

write_settings() {
  mkdir -p "$dir/config" "$dir/log" "$dir/files" "$dir/tmp" "$dir/public/plugin_assets"
  cat >"$dir/config/database.yml" <<SETTINGS
production:
  adapter: sqlite3
  database: $dir/redmine.db
  encoding: utf8
  timeout: 20000
SETTINGS
  head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$dir/config/secret_key.txt"
}

# Two projects with the key field, one without; an agent with the rights it needs and no more; a person who may do everything.
write_content() {
  cat >"$dir/content.rb" <<'RUBY'
Redmine::DefaultData::Loader.load('en')
file, url = ARGV
Setting.rest_api_enabled = '1'
Setting.login_required = '1'
Setting.host_name = url.sub('http://', '')
Setting.protocol = 'http'

trackers = Tracker.all.to_a
field = IssueCustomField.create!(name: 'ComplianceKey', field_format: 'string', is_for_all: false, is_filter: true, tracker_ids: trackers.map(&:id))
projects = [['Compliance', 'compliance'], ['Compliance Phones', 'compliance-phones'], ['Without Field', 'without-field'], ['Hidden', 'hidden']].map do |name, identifier|
  Project.create!(name: name, identifier: identifier, is_public: false, trackers: trackers, enabled_module_names: %w[issue_tracking])
end
projects[0, 2].each { |project| project.issue_custom_fields << field }

role = Role.create!(name: 'Compliance agent', permissions: %i[view_issues add_issues edit_issues add_issue_notes manage_issue_relations])
trackers.each do |tracker|
  IssueStatus.all.to_a.permutation(2) { |from, to| WorkflowTransition.create!(tracker: tracker, role: role, old_status: from, new_status: to) }
end

def person(login, **rest)
  user = User.new(firstname: login, lastname: 'Test', mail: "#{login}@example.org", **rest)
  user.login = login
  user.password = user.password_confirmation = SecureRandom.hex(12)
  user.save!
  user
end

agent = person('compliance-agent')
admin = person('desk', admin: true)
projects[0, 3].each { |project| Member.create!(project: project, principal: agent, roles: [role]) }
agent.reload
told = {
  URL: url, KEY: agent.api_key, PERSON_KEY: admin.api_key, PERSON_FEED_KEY: admin.atom_key,
  PROJECT: 'compliance', OTHER_PROJECT: 'compliance-phones', BARE_PROJECT: 'without-field', HIDDEN_PROJECT: 'hidden',
  FIELD: field.name, FIELD_ID: field.id, TRACKER: trackers.last.name,
}
File.write(file, told.map { |name, value| "#{name}=#{value}\n" }.join)
RUBY
  cat >"$dir/migrate.rb" <<'RUBY'
ActiveRecord::Migration.verbose = false
ActiveRecord::Base.connection.migration_context.migrate
RUBY
}

is_running() { [ -s "$dir/server.pid" ] && kill -0 "$(cat "$dir/server.pid")" 2>/dev/null; }

up() {
  [ -e "$program/config.ru" ] && command -v puma >/dev/null || die "Redmine is not installed (run: $0 install)"
  [ ! -e "$dir/redmine.db" ] || die "$dir has been used before; take it away first"
  umask 077
  mkdir -p "$dir"
  dir=$(cd "$dir" && pwd -P)
  prepare
  write_settings
  write_content
  if [ "$(id -u)" -eq 0 ]; then chown -R www-data "$dir"; fi
  cd "$program"
  # Two steps: classes that were loaded before their tables existed do not know their columns.
  { "${as_redmine[@]}" bundle exec rails runner "$dir/migrate.rb" &&
    "${as_redmine[@]}" bundle exec rails runner "$dir/content.rb" "$dir/environment.new" "http://127.0.0.1:$port"; } >"$dir/setup.log" 2>&1 || { cat "$dir/setup.log" >&2; die "the database could not be made"; }
  "${as_redmine[@]}" puma -e production -b "tcp://127.0.0.1:$port" -t 1:4 -w 0 config.ru </dev/null >"$dir/server.log" 2>&1 &
  echo $! >"$dir/server.pid"
  local key
  key=$(sed -n 's/^KEY=//p' "$dir/environment.new")
  for _ in $(seq 400); do
    if curl -sf -o /dev/null --noproxy '*' -H "X-Redmine-API-Key: $key" "http://127.0.0.1:$port/my/account.json"; then
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
