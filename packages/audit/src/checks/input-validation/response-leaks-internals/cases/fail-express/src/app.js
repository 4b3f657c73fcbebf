const express = require('express');
const store = require('./store');

const app = express();

app.get('/orders', async (req, res) => {
  try {
    res.json(await store.list());
  } catch (err) {
    res.status(500).json({ message: err.message });
  }
});

app.get('/items', (req, res) => {
  store.items((err, items) => {
    if (err) return res.send(err);
    return res.json(items);
  });
});

app.post('/orders', (req, res) => {
  store.add(req.body).then(order => res.json(order)).catch(error => res.status(400).json({ error: error.message }));
});

// Registered last.
app.use((err, req, res, next) => {
  res.status(err.status || 500).json({ error: 'failed', stack: err.stack });
});

app.listen(3000);
