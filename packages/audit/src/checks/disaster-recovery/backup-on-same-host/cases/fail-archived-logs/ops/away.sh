#!/bin/sh
set -eu
rclone sync /archive "$REMOTE:archive"
