const serialize = require('node-serialize');
module.exports = req => serialize.unserialize(req.cookies.profile);
