import { ConflictException, Logger, NotFoundException } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { getRepositoryToken } from '@nestjs/typeorm';
import { PaymentsClient } from '../payments/payments.client';
import { Order, Return } from './entities';
import { OrdersService } from './orders.service';

const organisation = {
  id: '5b0b4f4e-6f0a-4c39-9d50-0d8b4b6a0c11',
  role: 'buyer' as const,
};

describe('OrdersService', () => {
  const orders = {
    create: jest.fn(),
    save: jest.fn(),
    findOneBy: jest.fn(),
    findAndCount: jest.fn(),
  };
  const returns = { create: jest.fn(), save: jest.fn() };
  const payments = { open: jest.fn() };
  let service: OrdersService;

  beforeEach(async () => {
    jest.resetAllMocks();
    jest.spyOn(Logger.prototype, 'log').mockImplementation();
    for (const repository of [orders, returns]) {
      repository.create.mockImplementation(value => value);
      repository.save.mockImplementation(async value => ({
        id: 'new',
        ...value,
      }));
    }
    const module = await Test.createTestingModule({
      providers: [
        OrdersService,
        { provide: getRepositoryToken(Order), useValue: orders },
        { provide: getRepositoryToken(Return), useValue: returns },
        { provide: PaymentsClient, useValue: payments },
      ],
    }).compile();
    service = module.get(OrdersService);
  });

  it('adds up the lines and opens a payment', async () => {
    const order = await service.place(
      organisation,
      { userId: 'kim' },
      {
        currency: 'EUR',
        lines: [
          { sku: 'LAMP01', quantity: 2, unitMinor: 1999 },
          { sku: 'BULB04', quantity: 6, unitMinor: 250 },
        ],
      },
    );

    expect(order.totalMinor).toBe(5498);
    expect(order.number).toMatch(/^A\d{6}-\d{6}$/);
    expect(payments.open).toHaveBeenCalledWith({
      orderId: 'new',
      currency: 'EUR',
      amountMinor: 5498,
    });
  });

  it('does not find an order that is not there', async () => {
    orders.findOneBy.mockResolvedValue(null);
    await expect(service.get(organisation, 'missing')).rejects.toThrow(
      NotFoundException,
    );
  });

  it.each(['packed', 'shipped', 'delivered', 'cancelled'])(
    'does not cancel an order that is %s',
    async status => {
      orders.findOneBy.mockResolvedValue({ id: 'o1', status });
      await expect(service.cancel(organisation, 'o1')).rejects.toThrow(
        ConflictException,
      );
      expect(orders.save).not.toHaveBeenCalled();
    },
  );

  it('opens a return for a delivered order', async () => {
    orders.findOneBy.mockResolvedValue({ id: 'o1', status: 'delivered' });
    const opened = await service.openReturn(
      organisation,
      'o1',
      'Arrived broken',
    );
    expect(opened).toMatchObject({ orderId: 'o1', status: 'opened' });
  });
});
