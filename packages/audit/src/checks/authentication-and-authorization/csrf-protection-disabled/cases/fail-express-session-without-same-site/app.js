const express = require('express');
const session = require('express-session');

const app = express();
app.use(session({ secret: process.env.SESSION_SECRET, cookie: { httpOnly: true, secure: true } }));

function requireUser(req, res, next) {
  if (!req.session.user) {
    res.redirect('/login');
    return;
  }
  next();
}

app.post('/transfers', requireUser, (req, res) => res.status(201).end());
app.listen(3000);
