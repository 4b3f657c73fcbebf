const mongoose = require('mongoose');

const orderSchema = new mongoose.Schema({ number: { type: String } });

const Order = mongoose.model('Order', orderSchema);

module.exports = { Order };
