#!/bin/sh
set -e
echo "this will DROP DATABASE shop"
read -r -p "Really? " answer
[ "$answer" = yes ] && psql -c "DROP DATABASE shop"
