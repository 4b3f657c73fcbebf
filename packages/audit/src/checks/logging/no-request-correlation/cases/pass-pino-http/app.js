const express = require('express');
const pinoHttp = require('pino-http');

const app = express();

app.use(pinoHttp());

app.get('/orders', (req, res) => res.json([]));
app.listen(3000);
