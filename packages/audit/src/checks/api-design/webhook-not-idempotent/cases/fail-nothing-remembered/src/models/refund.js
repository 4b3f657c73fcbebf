const mongoose = require('mongoose');

const Refund = mongoose.model('Refund', new mongoose.Schema({ order: String }));

module.exports = { Refund };
