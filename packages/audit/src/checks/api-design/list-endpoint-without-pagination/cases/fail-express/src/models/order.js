const mongoose = require('mongoose');

const orderSchema = new mongoose.Schema({ open: { type: Boolean } });

const Order = mongoose.model('Order', orderSchema);

module.exports = { Order };
