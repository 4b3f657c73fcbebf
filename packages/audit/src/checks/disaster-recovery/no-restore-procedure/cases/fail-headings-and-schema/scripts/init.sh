#!/bin/sh
psql -f schema.sql
