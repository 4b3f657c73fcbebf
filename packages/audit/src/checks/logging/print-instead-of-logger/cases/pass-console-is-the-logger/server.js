const log4js = require('log4js');
const express = require('express');

log4js.replaceConsole();
const app = express();
app.listen(8080, () => console.log('listening'));
