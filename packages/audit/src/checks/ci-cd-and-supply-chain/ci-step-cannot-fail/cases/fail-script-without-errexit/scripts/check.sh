#!/bin/sh
pytest
echo "finished"
