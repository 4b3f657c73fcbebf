const express = require('express');
const fs = require('fs');

const page = fs.readFileSync('page.html', 'utf8');
const app = express();

app.get('/page', (req, res) => res.send(page));

app.listen(3000);
