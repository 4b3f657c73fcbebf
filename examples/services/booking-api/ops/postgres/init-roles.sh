#!/usr/bin/env bash
# Runs once, when the data folder is empty: the role that the application uses.
set -euo pipefail
: "${BOOKING_APP_PASSWORD:?}"

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set app_password="$BOOKING_APP_PASSWORD" <<'SQL'
SELECT format('CREATE ROLE booking_app LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD %L', :'app_password')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'booking_app')
\gexec
SQL
