#!/bin/sh
set -e
find /srv -name '*.tmp'
rm -rf "$RELEASE_DIR/current" ${CACHE}/*
