#!/bin/sh
set -eu

: "${MONGO_URL:?}"
archive="${1:?usage: restore.sh /backups/<file>}"

mongorestore --uri="$MONGO_URL" --nsInclude='tracking.*' --drop --gzip --archive="$archive"
