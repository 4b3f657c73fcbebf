import { Controller, Get, Query } from '@nestjs/common';
import { PetsService } from './pets.service';

// Called like a model of mongoose, and none.
@Controller('pets')
export class PetsController {
  constructor(private readonly pets: PetsService) {}

  @Get() all(@Query() query: any) {
    return this.pets.find(query);
  }
}
