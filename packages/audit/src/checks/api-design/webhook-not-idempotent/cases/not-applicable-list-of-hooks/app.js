const express = require('express');
const { Hook } = require('./models/hook');

const app = express();

app.get('/webhooks', async (req, res) => res.json(await Hook.find()));
app.post('/webhooks', async (req, res) => {
  res.json(await Hook.create({ url: req.body.url }));
});
app.delete('/webhooks/:id', async (req, res) => {
  await Hook.deleteOne({ _id: req.params.id });
  res.sendStatus(204);
});
app.listen(3000);
