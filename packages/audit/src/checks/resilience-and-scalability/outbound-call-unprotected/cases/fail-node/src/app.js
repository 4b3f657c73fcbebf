const express = require('express');
const axios = require('axios');

const app = express();
const client = axios.create({ baseURL: 'https://rates.internal', timeout: 3000 });

// Neither a limit nor a signal.
app.get('/rates', async (req, res) => {
  const { data } = await axios.get('https://rates.internal/today');
  res.json(data);
});

app.get('/partners', async (req, res) => {
  const answer = await fetch('https://partners.internal', { headers: {} });
  res.json(await answer.json());
});

app.get('/stock', async (req, res) => {
  const { data } = await client.get('/stock');
  res.json(data);
});

app.listen(3000);
