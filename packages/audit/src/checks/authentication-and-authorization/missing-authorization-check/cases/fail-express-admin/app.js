const express = require('express');
const { requireUser } = require('./auth');
const admin = require('./admin');

const app = express();
app.use('/admin', requireUser, admin);
app.get('/orders', requireUser, (req, res) => {
  if (req.query.role === 'admin') {
    return res.json(allOrders());
  }
  return res.json(ordersOf(req.user));
});
app.listen(3000);
