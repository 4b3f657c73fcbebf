import { Body, Controller, Get, Post } from '@nestjs/common';
import { Public } from './open.decorator';

@Controller('payouts')
export class PayoutsController {
  @Get()
  list() {
    return [];
  }

  @Public()
  @Post()
  create(@Body() body: { amount: number }) {
    return body;
  }
}
