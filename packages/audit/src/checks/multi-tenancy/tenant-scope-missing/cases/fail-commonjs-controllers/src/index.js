const express = require('express');
const app = express();
app.use(express.json());
app.use('/projects', require('./routes/projects'));
app.listen(3000);
