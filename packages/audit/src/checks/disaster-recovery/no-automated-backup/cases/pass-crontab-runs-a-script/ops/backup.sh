#!/bin/sh
pg_dump shop | gzip > /backup/shop.gz
