const mongoose = require('mongoose');

const Account = mongoose.model('Account', new mongoose.Schema({ balance: Number }));

module.exports = { Account };
