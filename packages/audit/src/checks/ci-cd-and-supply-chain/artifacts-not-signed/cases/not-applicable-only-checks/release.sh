#!/bin/sh
docker push registry.example.org/shop
