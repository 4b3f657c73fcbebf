#!/bin/sh
set -eu

: "${MONGO_URL:?}"
target="/backups/tracking-$(date -u +%Y%m%dT%H%M%SZ).archive.gz"

mongodump --uri="$MONGO_URL" --db=tracking --gzip --archive="$target.partial"
test -s "$target.partial"
mv "$target.partial" "$target"

find /backups -name 'tracking-*.archive.gz' -mtime +14 -delete
