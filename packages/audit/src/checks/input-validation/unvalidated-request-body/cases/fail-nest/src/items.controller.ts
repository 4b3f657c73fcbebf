import { Body, Controller, Post } from '@nestjs/common';
import { CreateItem } from './create-item.dto';

@Controller('items')
export class ItemsController {
  @Post()
  create(@Body() item: CreateItem) {
    return item;
  }
}
