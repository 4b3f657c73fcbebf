const express = require('express');
const helmet = require('helmet');

const app = express();
app.set('view engine', 'ejs');
app.use(helmet());
app.get('/', (req, res) => res.render('home'));
app.listen(3000);
