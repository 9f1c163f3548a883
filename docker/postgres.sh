#!/bin/sh
# Runs once, when the database's volume is new: our roles with their passwords, and what the database needs before migrations.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set app="$PLEIN_APP_PASSWORD" --set worker="$PLEIN_WORKER_PASSWORD" --set keeper="$PLEIN_KEEPER_PASSWORD" \
  --file /plein/roles.sql --file /plein/database.sql --file /dev/stdin <<'SQL'
ALTER ROLE plein_app PASSWORD :'app';
ALTER ROLE plein_worker PASSWORD :'worker';
ALTER ROLE plein_keeper PASSWORD :'keeper';
SQL
