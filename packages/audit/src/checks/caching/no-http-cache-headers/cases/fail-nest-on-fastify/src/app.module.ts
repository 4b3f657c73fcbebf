import { Controller, Get, Module } from '@nestjs/common';

@Controller('parcels')
export class ParcelController {
  @Get()
  list() {
    return [];
  }
}

@Module({ controllers: [ParcelController] })
export class AppModule {}
