const mongoose = require('mongoose');

const Hook = mongoose.model('Hook', new mongoose.Schema({ url: String }));

module.exports = { Hook };
