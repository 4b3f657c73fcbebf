#!/usr/bin/env bash
# Restores one nightly dump into an empty database and prints two numbers that prove it.
set -euo pipefail

source_object="${1:?usage: restore.sh s3://bucket/ledger/DATE.dump.age}"
: "${TARGET_DATABASE_URL:?URL of an empty database}"
: "${AGE_KEY_FILE:?file with the private key}"

tables=$(psql "$TARGET_DATABASE_URL" --tuples-only --no-align \
  --command "select count(*) from information_schema.tables where table_schema = 'public'")
if [ "$tables" -ne 0 ]; then
  echo "The target database is not empty, nothing was changed." >&2
  exit 1
fi

work=$(mktemp -d)
trap 'rm -rf -- "${work:?}"' EXIT

aws s3 cp "$source_object" "$work/ledger.dump.age"
aws s3 cp "$source_object.sha256" "$work/ledger.dump.age.sha256"
(cd "$work" && sha256sum --check ledger.dump.age.sha256)

age --decrypt --identity "$AGE_KEY_FILE" --output "$work/ledger.dump" "$work/ledger.dump.age"
pg_restore --exit-on-error --no-owner --dbname "$TARGET_DATABASE_URL" "$work/ledger.dump"

psql "$TARGET_DATABASE_URL" \
  --command "select count(*) as entries from entries" \
  --command "select coalesce(sum(amount_minor), 0) as must_be_zero from entry_lines"
