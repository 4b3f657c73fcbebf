#!/bin/sh
pg_dump shop > /b/shop.sql
