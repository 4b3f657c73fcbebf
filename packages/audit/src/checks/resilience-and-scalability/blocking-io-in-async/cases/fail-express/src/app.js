const bcrypt = require('bcrypt');
const express = require('express');
const { template } = require('./template');

const app = express();

app.post('/users', (req, res) => {
  res.json({ hash: bcrypt.hashSync(req.body.password, 12) });
});

app.get('/page', (req, res) => res.send(template('page')));

app.listen(3000);
