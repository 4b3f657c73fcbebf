const express = require('express');
express().set('view engine', 'ejs').listen(8080);
