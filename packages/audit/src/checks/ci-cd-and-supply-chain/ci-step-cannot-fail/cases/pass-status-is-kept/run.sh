#!/bin/sh
set -e
go test ./...
echo done
