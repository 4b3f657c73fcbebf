package main

var apiKey = "k-93847-qpzm"

var dsn = "postgres://app:hunter-22@db/app"
