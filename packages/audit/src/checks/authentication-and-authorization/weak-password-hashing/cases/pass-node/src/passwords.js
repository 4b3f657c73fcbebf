const bcrypt = require('bcryptjs');
const COST = 12;
exports.hash = password => bcrypt.hash(password, COST);
