const { Order } = require('./models/order');

async function all() {
  return Order.find({ open: true });
}

module.exports = { all };
