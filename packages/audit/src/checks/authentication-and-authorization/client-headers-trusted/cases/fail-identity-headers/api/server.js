const express = require('express');

const app = express();
app.set('trust proxy', true);
app.get('/me', (req, res) => {
  const user = req.headers['x-forwarded-user'];
  const ip = req.headers['x-forwarded-for'].split(',')[0];
  res.set('X-User', user);
  res.json({ user, ip, email: req.get('X-Auth-Request-Email') });
});
app.listen(3000);
