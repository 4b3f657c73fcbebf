const express = require('express');
const { Pool } = require('pg');

const pool = new Pool();
const app = express();
app.get('/readyz', async (req, res) => {
  let database = 'up';
  try {
    await pool.query('SELECT 1');
  } catch {
    database = 'down';
  }
  res.json({ database });
});
app.listen(3000);
