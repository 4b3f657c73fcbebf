const express = require('express');
const { warmUp } = require('../src/scripts/warm-up');

const app = express();
app.get('/parcels', (_req, res) => {
  console.log('parcels listed');
  res.json([]);
});
warmUp();
app.listen(8080);
