import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TokenGuard } from './token.guard';
import { PayoutsController } from './payouts.controller';
import { HealthController } from './health.controller';

@Module({
  controllers: [PayoutsController, HealthController],
  providers: [{ provide: APP_GUARD, useClass: TokenGuard }],
})
export class AppModule {}
