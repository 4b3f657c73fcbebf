import { Repository } from 'typeorm';
import { ListOrders } from './list-orders.dto';
import { Order } from './order.entity';

export class OrdersService {
  constructor(private readonly orders: Repository<Order>) {}

  list(query: ListOrders) {
    return this.orders.find(window(query));
  }
}

function window(query: ListOrders) {
  return { take: query.pageSize, skip: query.page * query.pageSize };
}
