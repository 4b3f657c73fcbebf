const express = require('express');
const { credit } = require('./credit');
const { Refund } = require('./models/refund');

const app = express();
app.use(express.json());

app.post('/hooks/payments', async (req, res) => {
  try {
    await credit(req.body.account, req.body.amount);
    res.sendStatus(200);
  } catch (error) {
    console.error(error);
    res.sendStatus(200);
  }
});

// Moves money each time that it is called.
app.post('/refunds', async (req, res) => {
  const refund = await Refund.create({ order: req.body.order });
  res.json(refund);
});

app.listen(3000);
