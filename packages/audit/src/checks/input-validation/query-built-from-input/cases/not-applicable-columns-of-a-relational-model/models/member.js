module.exports = require('../bookshelf').model('Member', { tableName: 'members' });
