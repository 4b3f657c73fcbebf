#!/usr/bin/env bash
set -euo pipefail
pg_dump shop > "$TARGET/today.sql"
test -s "$TARGET/today.sql"
rm -rf "$TARGET/old"
gzip "$TARGET/today.sql"
