exports.requireUser = (req, res, next) => {
  if (!req.session.user) {
    return res.status(401).end();
  }
  req.user = req.session.user;
  next();
};
exports.requireAdmin = (req, res, next) =>
  req.user.role === 'admin' ? next() : res.status(403).end();
