const express = require('express');
const { join } = require('./validators');
const Member = require('./models/member');

const app = express();
app.use(express.json());
app.post('/join', join, async (req, res) => {
  res.json(await Member.create({ email: req.body.email, password: req.body.password }));
});
app.listen(3000);
