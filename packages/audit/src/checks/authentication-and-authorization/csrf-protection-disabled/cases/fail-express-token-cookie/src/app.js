const cookieParser = require('cookie-parser');
const express = require('express');
const jwt = require('jsonwebtoken');

const app = express();
app.use(cookieParser());
app.use(express.json());

function signedIn(req, res, next) {
  try {
    req.user = jwt.verify(req.cookies.access_token, process.env.SECRET, { algorithms: ['HS256'] });
    next();
  } catch {
    res.sendStatus(401);
  }
}

app.post('/login', (req, res) => {
  res.cookie('access_token', jwt.sign({}, process.env.SECRET, { expiresIn: '1h' }), { httpOnly: true, secure: true });
  res.sendStatus(204);
});
app.post('/orders', signedIn, (req, res) => res.sendStatus(201));

app.listen(8080);
