import type { Order, OrderStatus } from '../entities';

export class OrderDto {
  id: string;
  number: string;
  status: OrderStatus;
  currency: string;
  totalMinor: number;
  placedAt: string;

  static from(order: Order): OrderDto {
    return {
      id: order.id,
      number: order.number,
      status: order.status,
      currency: order.currency,
      totalMinor: order.totalMinor,
      placedAt: order.placedAt.toISOString(),
    };
  }
}

export class OrderPageDto {
  items: OrderDto[];
  total: number;
  limit: number;
  offset: number;
}

export class ReturnDto {
  id: string;
  orderId: string;
  status: string;
}
