#!/bin/sh
set -eu
pg_dump -Fc "$DATABASE_URL" > /archive/shop.dump
