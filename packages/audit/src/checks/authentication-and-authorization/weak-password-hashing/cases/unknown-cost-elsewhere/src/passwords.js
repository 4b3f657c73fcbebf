const bcrypt = require('bcryptjs');
exports.hash = (password, cost) => bcrypt.hash(password, cost);
