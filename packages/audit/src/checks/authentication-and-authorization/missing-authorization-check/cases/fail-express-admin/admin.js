const { Router } = require('express');
const { requireAdmin } = require('./auth');

const router = Router();

router.post('/prices', requireAdmin, (req, res) => res.status(204).end());
router.post('/coupons', (req, res) => res.status(204).end());

module.exports = router;
