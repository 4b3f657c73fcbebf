#!/bin/sh
set -e
found=$(go vet ./...)
