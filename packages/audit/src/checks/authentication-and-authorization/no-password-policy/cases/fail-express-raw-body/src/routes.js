const bcrypt = require('bcrypt');
const express = require('express');

const router = express.Router();

router.post('/register', async (req, res) => {
  const { email, password } = req.body;
  const hash = await bcrypt.hash(password, 12);
  await save(email, hash);
  res.sendStatus(201);
});

module.exports = router;
