const express = require('express');
const cors = require('cors');

const options = {
  origin: (origin, callback) => callback(null, true),
  credentials: true,
};

const app = express();
app.use(cors(options));
app.get('/orders', (req, res) => res.json([]));
app.listen(3000);
