const express = require('express');
const session = require('express-session');

const app = express();
app.use(session({ secret: process.env.SESSION_SECRET, cookie: { sameSite: 'lax', secure: true } }));

function requireUser(req, res, next) {
  return req.session.user ? next() : res.sendStatus(401);
}

app.post('/transfers', requireUser, (req, res) => res.status(201).end());
app.listen(3000);
