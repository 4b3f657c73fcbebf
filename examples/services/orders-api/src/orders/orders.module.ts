import { HttpModule } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OrganisationsModule } from '../organisations/organisations.module';
import { PaymentsClient } from '../payments/payments.client';
import { Order, OrderLine, Return } from './entities';
import { OrdersController } from './orders.controller';
import { OrdersService } from './orders.service';

@Module({
  imports: [
    HttpModule.register({ timeout: 3_000, maxRedirects: 0 }),
    TypeOrmModule.forFeature([Order, OrderLine, Return]),
    OrganisationsModule,
  ],
  controllers: [OrdersController],
  providers: [OrdersService, PaymentsClient],
})
export class OrdersModule {}
