const axios = require('axios');
const express = require('express');

const app = express();
const client = axios.create({ baseURL: process.env.STOCK_URL });

app.get('/stock/:sku', async (req, res) => {
  const { data } = await client.get(`/stock/${encodeURIComponent(req.params.sku)}`);
  res.json(data);
});

app.get('/p/:id', (req, res) => res.redirect(`/products/${req.params.id}`));
