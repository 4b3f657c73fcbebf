const { Router } = require('express');
const store = require('../store');

const router = Router();

router.get('/', async (req, res) => {
  res.json(await store.list());
});

router.post('/', async (req, res) => {
  res.status(201).json(await store.add(req.body));
});

module.exports = router;
