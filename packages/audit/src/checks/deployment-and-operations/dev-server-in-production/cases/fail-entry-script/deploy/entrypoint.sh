#!/bin/sh
set -e
alembic upgrade head
exec uvicorn shop.main:app --reload
