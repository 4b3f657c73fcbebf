module.exports = require('lodash').once(() => 1);
