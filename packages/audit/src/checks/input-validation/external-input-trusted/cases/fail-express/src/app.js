const express = require('express');
const { markPaid } = require('./orders');

const app = express();
app.use(express.json());

app.post('/hooks/payments', async (req, res) => {
  if (req.body.type === 'payment.succeeded') {
    await markPaid(req.body.order);
  }
  res.sendStatus(204);
});

app.listen(3000);
