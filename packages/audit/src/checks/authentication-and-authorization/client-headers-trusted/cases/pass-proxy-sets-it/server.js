const express = require('express');

const app = express();
app.set('trust proxy', 1);
app.get('/me', (req, res) => res.json({ user: req.get('X-User') }));
app.listen(3000);
