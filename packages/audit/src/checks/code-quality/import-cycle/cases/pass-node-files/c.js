const fs = require('fs');

module.exports = { c: fs.constants };
