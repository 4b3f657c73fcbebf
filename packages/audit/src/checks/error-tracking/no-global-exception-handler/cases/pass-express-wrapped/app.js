const express = require('express');
const { list } = require('./orders');
const { failed } = require('./errors');
const asyncHandler = require('./asyncHandler');

const app = express();

app.get('/orders', asyncHandler(async (req, res) => {
  res.json(await list());
}));

app.use(failed);

app.listen(3000);
