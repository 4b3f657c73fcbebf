import { Customer } from './models/customer';
import { Order } from './models/order';

export class OrdersService {
  async withCustomers() {
    const orders = await Order.find({ open: true }).limit(50);
    return Promise.all(
      orders.map(async order => ({
        order,
        // One query for each order.
        customer: await Customer.findById(order.customer),
      })),
    );
  }

  async close() {
    for (const order of await Order.find({ open: true })) {
      order.open = false;
      await order.save();
    }
  }
}
