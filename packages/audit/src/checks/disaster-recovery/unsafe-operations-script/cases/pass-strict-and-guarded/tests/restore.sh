#!/bin/sh
rm -rf $WHERE/data
