const b = require('./b');

module.exports = { a: b.b };
