import { Controller, Get, Query } from '@nestjs/common';
import { ListOrders } from './list-orders.dto';
import { Order } from './order.entity';
import { OrdersService } from './orders.service';

@Controller('orders')
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Get()
  list(@Query() query: ListOrders): Promise<Order[]> {
    return this.orders.list(query);
  }
}
