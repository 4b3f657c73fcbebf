const express = require('express');

const app = express();
app.get('/status', (req, res) => res.send('<h1>Default page</h1>'));
app.get('/status/:slug', (req, res) => res.send('<h1>Page</h1>'));
app.listen(3000);
