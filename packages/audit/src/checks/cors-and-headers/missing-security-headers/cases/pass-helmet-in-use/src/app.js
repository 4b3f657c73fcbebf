const express = require('express');
const helmet = require('helmet');

const app = express();
app.use(helmet());
app.get('/items', (req, res) => res.json([]));
app.listen(3000);
