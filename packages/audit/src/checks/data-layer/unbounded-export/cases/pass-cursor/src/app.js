const express = require('express');
const { Order } = require('./models/order');

const app = express();

app.get('/orders.csv', async (req, res) => {
  res.attachment('orders.csv');
  for await (const order of Order.find({ open: true })) {
    res.write(`${order.number}\n`);
  }
  res.end();
});

app.listen(3000);
