const express = require('express');
const notes = require('./routes/notes');

const app = express();
app.use(express.json());
app.get('/health', (req, res) => res.send('ok'));
app.use('/notes', notes);
app.listen(3000);
