const express = require('express');
const core = require('@shop/core');
const { once } = require('lodash');

express().listen(once(core)());
