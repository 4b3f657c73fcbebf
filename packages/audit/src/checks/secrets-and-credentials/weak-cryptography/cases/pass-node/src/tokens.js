const { randomBytes } = require('node:crypto');
exports.token = () => randomBytes(32).toString('hex');
exports.jitter = () => Math.random() * 100;
