const express = require('express');
const Member = require('./models/member');

const app = express();
app.use(express.json());
app.post('/members/find', async (req, res) => {
  res.json(await Member.findOne({ email: req.body.email }));
});
app.listen(3000);
