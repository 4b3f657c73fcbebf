#!/bin/sh
set -eu
gunzip --stdout "$1" | docker compose exec -T db psql -U shop
