const { c } = require('./c');

module.exports = { b: c };
