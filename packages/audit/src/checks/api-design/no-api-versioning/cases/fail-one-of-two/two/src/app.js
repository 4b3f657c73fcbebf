const express = require('express');
const app = express();
const router = express.Router();
router.get('/orders', (req, res) => res.json([]));
app.use('/v1', router);
app.listen(3000);
