#!/bin/sh
build() {
  # Without a number the status of the failure is handed on.
  go build -o out/shop ./cmd/shop || return
}
build || exit
# What was found decides later.
found=$(staticcheck ./... 2>&1 || true)
if [ -n "$found" ]; then
  exit 1
fi
for part in api web; do
  go test "./$part" || exit
  rm -f "$part.out"
done
