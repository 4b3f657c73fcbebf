import {
  ConflictException,
  Injectable,
  Logger,
  NotFoundException,
} from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Caller, OrganisationContext } from '../auth/decorators';
import { PaymentsClient } from '../payments/payments.client';
import type { ListOrdersDto, PlaceOrderDto } from './dto/requests';
import { Order, Return } from './entities';

@Injectable()
export class OrdersService {
  private readonly logger = new Logger(OrdersService.name);

  constructor(
    @InjectRepository(Order) private readonly orders: Repository<Order>,
    @InjectRepository(Return) private readonly returns: Repository<Return>,
    private readonly payments: PaymentsClient,
  ) {}

  async list(
    organisation: OrganisationContext,
    query: ListOrdersDto,
  ): Promise<[Order[], number]> {
    return this.orders.findAndCount({
      where: {
        organisationId: organisation.id,
        ...(query.status ? { status: query.status } : {}),
      },
      order: { placedAt: query.sort === 'newest' ? 'DESC' : 'ASC' },
      take: query.limit,
      skip: query.offset,
    });
  }

  async get(organisation: OrganisationContext, id: string): Promise<Order> {
    const order = await this.orders.findOneBy({
      id,
      organisationId: organisation.id,
    });
    if (!order) {
      throw new NotFoundException('There is no such order.');
    }
    return order;
  }

  async place(
    organisation: OrganisationContext,
    caller: Caller,
    input: PlaceOrderDto,
  ): Promise<Order> {
    const totalMinor = input.lines.reduce(
      (sum, line) => sum + line.quantity * line.unitMinor,
      0,
    );
    const order = await this.orders.save(
      this.orders.create({
        organisationId: organisation.id,
        number: this.nextNumber(),
        status: 'placed',
        currency: input.currency,
        totalMinor,
        placedBy: caller.userId,
        lines: input.lines,
      }),
    );

    await this.payments.open({
      orderId: order.id,
      currency: order.currency,
      amountMinor: totalMinor,
    });
    this.logger.log(
      { orderId: order.id, lines: input.lines.length },
      'order placed',
    );
    return order;
  }

  async cancel(organisation: OrganisationContext, id: string): Promise<Order> {
    const order = await this.get(organisation, id);
    if (order.status !== 'placed' && order.status !== 'paid') {
      throw new ConflictException(
        `An order that is ${order.status} cannot be cancelled.`,
      );
    }
    order.status = 'cancelled';
    return this.orders.save(order);
  }

  async openReturn(
    organisation: OrganisationContext,
    id: string,
    reason: string,
  ): Promise<Return> {
    const order = await this.get(organisation, id);
    if (order.status !== 'delivered') {
      throw new ConflictException('Only a delivered order can be returned.');
    }
    return this.returns.save(
      this.returns.create({
        organisationId: organisation.id,
        orderId: order.id,
        reason,
        status: 'opened',
      }),
    );
  }

  private nextNumber(): string {
    const day = new Date().toISOString().slice(2, 10).replaceAll('-', '');
    const serial = crypto.getRandomValues(new Uint32Array(1))[0] % 1_000_000;
    return `A${day}-${String(serial).padStart(6, '0')}`;
  }
}
