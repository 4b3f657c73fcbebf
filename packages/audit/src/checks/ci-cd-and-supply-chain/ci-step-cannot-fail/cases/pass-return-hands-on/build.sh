#!/bin/sh
build() {
  # Without a number the status of the failure is handed on.
  go build -o out/shop ./cmd/shop || return
}
build || exit
