const express = require('express');
const helmet = require('helmet');

const app = express();
app.get('/items', (req, res) => res.json([]));
app.listen(3000);
