const crypto = require('crypto');
exports.check = (given, expected) =>
  crypto.timingSafeEqual(Buffer.from(given), Buffer.from(expected));
exports.missing = token => token === undefined || token === '';
