const express = require('express');
const cors = require('cors');
const app = express();
app.use(cors({ origin: [/^https:\/\/[a-z]+\.shop\.example$/] }));
app.get('/items', (req, res) => res.json([]));
app.listen(3000);
