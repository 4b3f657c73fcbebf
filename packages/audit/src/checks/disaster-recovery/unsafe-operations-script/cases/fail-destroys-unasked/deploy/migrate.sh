#!/bin/sh
psql -c "DROP SCHEMA public CASCADE"
psql -f schema.sql
docker compose down --volumes
docker compose up -d
