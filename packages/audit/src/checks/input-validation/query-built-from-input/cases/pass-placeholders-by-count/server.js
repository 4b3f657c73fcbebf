const express = require('express');
const knex = require('knex')(require('./knexfile'));

const app = express();
app.use(express.json());
app.post('/users/known', async (req, res) => {
  const emails = req.body.emails.map(email => email.toLowerCase());
  const rows = await knex('users').whereRaw(
    `LOWER(email) IN (${emails.map(() => '?')})`,
    emails,
  );
  res.json(rows.length);
});
app.listen(3000);
