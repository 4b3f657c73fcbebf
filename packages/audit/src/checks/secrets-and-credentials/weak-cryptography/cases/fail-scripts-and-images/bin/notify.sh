#!/bin/sh
curl -fsSk https://hooks.example/done
curl -k https://localhost:8443/healthz
wget --no-check-certificate https://files.example/a.tgz
