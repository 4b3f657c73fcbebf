const express = require('express');
const { all } = require('./orders');

const app = express();

app.get('/orders.csv', async (req, res) => {
  const orders = await all();
  res.attachment('orders.csv').send(orders.map(order => order.number).join('\n'));
});

app.listen(3000);
