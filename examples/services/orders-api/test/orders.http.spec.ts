import type { ExecutionContext, INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import type { App } from 'supertest/types';
import type { AuthenticatedRequest } from '../src/auth/decorators';
import { configureApp } from '../src/configure-app';
import { OrdersController } from '../src/orders/orders.controller';
import { OrdersService } from '../src/orders/orders.service';
import { OrganisationGuard } from '../src/organisations/organisation.guard';

const memberGuard = {
  canActivate(context: ExecutionContext) {
    const incoming = context.switchToHttp().getRequest<AuthenticatedRequest>();
    incoming.caller = { userId: 'kim' };
    incoming.organisation = {
      id: '5b0b4f4e-6f0a-4c39-9d50-0d8b4b6a0c11',
      role: 'buyer',
    };
    return true;
  },
};

describe('orders over HTTP', () => {
  const service = { list: jest.fn(), place: jest.fn(), get: jest.fn() };
  let app: INestApplication<App>;

  beforeAll(async () => {
    const module = await Test.createTestingModule({
      controllers: [OrdersController],
      providers: [{ provide: OrdersService, useValue: service }],
    })
      .overrideGuard(OrganisationGuard)
      .useValue(memberGuard)
      .compile();
    app = module.createNestApplication();
    configureApp(app);
    await app.init();
  });

  afterAll(() => app.close());

  it('lists a page of orders below the version', async () => {
    service.list.mockResolvedValue([[], 0]);
    const response = await request(app.getHttpServer()).get(
      '/api/v1/orders?limit=10',
    );

    expect(response.status).toBe(200);
    expect(response.body).toEqual({
      items: [],
      total: 0,
      limit: 10,
      offset: 0,
    });
  });

  it('refuses a page that is too large', async () => {
    const response = await request(app.getHttpServer()).get(
      '/api/v1/orders?limit=5000',
    );

    expect(response.status).toBe(400);
    expect(response.headers['content-type']).toContain(
      'application/problem+json',
    );
  });

  it('refuses unknown fields', async () => {
    const response = await request(app.getHttpServer())
      .post('/api/v1/orders')
      .send({
        currency: 'EUR',
        lines: [{ sku: 'LAMP01', quantity: 1, unitMinor: 1 }],
        free: true,
      });

    expect(response.status).toBe(400);
    expect(service.place).not.toHaveBeenCalled();
  });
});
