import axios from 'axios';
import express from 'express';

const app = express();
const client = axios.create({ timeout: 3000 });

app.get('/rates', async (req, res) => {
  const answer = await fetch('https://rates.internal', {
    signal: AbortSignal.timeout(2000),
  });
  res.json(await answer.json());
});

app.get('/stock', async (req, res) => {
  res.json((await client.get('/stock')).data);
});

app.listen(3000);
