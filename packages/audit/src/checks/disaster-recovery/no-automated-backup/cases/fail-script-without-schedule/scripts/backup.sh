#!/bin/sh
set -eu
pg_dump -Fc shop > "/backup/shop-$(date +%F).dump"
