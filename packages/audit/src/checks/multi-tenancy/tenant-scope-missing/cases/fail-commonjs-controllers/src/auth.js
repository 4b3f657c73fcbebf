const jwt = require('jsonwebtoken');
module.exports = (req, res, next) => {
  const claims = jwt.verify(req.headers.authorization, process.env.SECRET);
  req.user = claims;
  req.tenantId = claims.tenant;
  next();
};
