#!/bin/sh
# called by cron on the old box
cd /opt/importer
curl -s http://localhost:5000/import/prices_$(date +%Y%m%d).csv
rm -rf $KEEP/incoming/*
