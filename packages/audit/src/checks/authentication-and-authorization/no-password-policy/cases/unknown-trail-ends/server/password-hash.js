const bcrypt = require('bcryptjs');

exports.generate = function (password) {
  return bcrypt.hashSync(password, 12);
};
