const express = require('express');

const app = express();

app.get('/orders', (req, res) => res.json([]));

// Three parameters: a page for unknown addresses.
app.use((req, res, next) => res.status(404).end());

app.listen(3000);
