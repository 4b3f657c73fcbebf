const express = require('express');

const app = express();

// Errors of the routes below never come here.
app.use((err, req, res, next) => {
  res.status(500).end();
});

app.get('/a', (req, res) => res.json([]));
app.get('/b', (req, res) => res.json([]));
app.get('/c', (req, res) => res.json([]));
app.listen(3000);
