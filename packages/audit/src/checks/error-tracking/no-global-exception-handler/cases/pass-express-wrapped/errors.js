function failed(err, req, res, next) {
  console.error(err);
  res.status(500).json({ error: 'internal error' });
}

module.exports = { failed };
