const express = require('express');

const app = express();
app.get('/patients/:id/health', (req, res) => res.json({}));
app.get('/payments/status', async (req, res) => {
  await fetch('http://other/health');
  res.json({});
});
app.listen(3000);
