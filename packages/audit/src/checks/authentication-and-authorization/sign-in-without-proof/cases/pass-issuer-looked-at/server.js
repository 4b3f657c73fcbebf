const express = require('express');
const jwt = require('jsonwebtoken');

function issuedHere(token) {
  if (jwt.decode(token, { json: true })?.iss !== 'shop') return false;
  return true;
}

const app = express();
app.use((req, res, next) => {
  if (!issuedHere(req.token)) return res.status(401).end();
  req.user = jwt.verify(req.token, process.env.JWT_SECRET);
  next();
});
app.get('/orders', (req, res) => res.json([]));
app.listen(3000);
