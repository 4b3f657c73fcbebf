import { Body, Controller, Patch, Post } from '@nestjs/common';
import { PartialType } from '@nestjs/mapped-types';
import { IsString } from 'class-validator';

class NoteDto {
  text: string;
  pinned = false;
}
class OrderDto {
  @IsString() item: string;
}
class UpdateOrderDto extends PartialType(OrderDto) {}

@Controller('orders')
export class OrdersController {
  @Post('notes') note(@Body() dto: NoteDto) {
    return dto;
  }
  @Post() create(@Body() dto: OrderDto) {
    return dto;
  }
  @Patch() update(@Body() dto: UpdateOrderDto) {
    return dto;
  }
}
