const express = require('express');
const { list } = require('./orders');

const app = express();

app.get('/orders', async (req, res) => {
  res.json(await list());
});

app.use((err, req, res, next) => {
  console.error(err);
  res.status(500).json({ error: 'internal error' });
});

app.listen(3000);
