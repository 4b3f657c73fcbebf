const express = require('express');
const app = express();
app.set('etag', false);
app.get('/orders', (req, res) => res.json([]));
app.get('/rates', (req, res) => {
  res.set('Cache-Control', 'public, max-age=60');
  res.json([]);
});
app.get('/events', (req, res) => {
  res.set('Cache-Control', 'no-cache');
  res.end();
});
app.listen(3000);
