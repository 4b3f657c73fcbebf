const express = require('express');

const app = express();
app.use(express.urlencoded({ extended: false }));
app.post('/callback', (req, res) => {
  res.redirect(303, `./callback?${new URLSearchParams(req.body)}`);
});
app.listen(3000);
