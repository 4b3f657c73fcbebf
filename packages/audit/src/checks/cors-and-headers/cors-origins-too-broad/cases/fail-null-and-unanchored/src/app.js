const express = require('express');
const cors = require('cors');
const app = express();
app.use(cors({ origin: [/shop\.example$/, 'null'] }));
app.get('/items', (req, res) => res.json([]));
app.listen(3000);
