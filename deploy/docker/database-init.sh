#!/bin/sh
# Run once by the PostgreSQL image, when the database is made: an account for the agent that owns its database and is no superuser,
# so that the server keeps tenants apart itself.
set -eu
password=$(cat /run/secrets/database_agent_init)
psql --set ON_ERROR_STOP=1 --username postgres --set password="$password" <<'SQL'
CREATE ROLE agent LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'password';
CREATE DATABASE compliance OWNER agent ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE compliance FROM PUBLIC;
SQL
