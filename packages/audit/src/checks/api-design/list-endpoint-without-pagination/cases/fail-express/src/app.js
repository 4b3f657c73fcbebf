const express = require('express');
const { Order } = require('./models/order');

const app = express();

app.get('/orders', async (req, res) => {
  const orders = await Order.find({ open: true });
  res.json(orders);
});

app.get('/invoices', async (req, res) => {
  const { after } = req.query;
  const invoices = await Order.find({ _id: { $gt: after } }).limit(50);
  res.json(invoices);
});

app.get('/orders/:id', async (req, res) => {
  res.json(await Order.findById(req.params.id));
});

app.listen(3000);
