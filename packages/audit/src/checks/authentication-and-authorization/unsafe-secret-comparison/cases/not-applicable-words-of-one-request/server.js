const express = require('express');

const app = express();
app.use((req, res, next) => {
  if (req.cookies.session_token === req.token) {
    res.clearCookie('session_token');
  }
  next();
});
exports.sameAddress = (registeredUrl, requestUrl) =>
  registeredUrl.username === requestUrl.username &&
  registeredUrl.password === requestUrl.password;
app.listen(3000);
