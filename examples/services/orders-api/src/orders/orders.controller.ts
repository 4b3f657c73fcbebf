import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  UseGuards,
} from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import {
  type Caller,
  CurrentCaller,
  CurrentOrganisation,
  type OrganisationContext,
} from '../auth/decorators';
import { OrganisationGuard } from '../organisations/organisation.guard';
import { ListOrdersDto, OpenReturnDto, PlaceOrderDto } from './dto/requests';
import { OrderDto, OrderPageDto, ReturnDto } from './dto/responses';
import { OrdersService } from './orders.service';

@ApiTags('orders')
@ApiBearerAuth()
@UseGuards(OrganisationGuard)
@Controller('orders')
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Get()
  async list(
    @CurrentOrganisation() organisation: OrganisationContext,
    @Query() query: ListOrdersDto,
  ): Promise<OrderPageDto> {
    const [items, total] = await this.orders.list(organisation, query);
    return {
      items: items.map(OrderDto.from),
      total,
      limit: query.limit,
      offset: query.offset,
    };
  }

  @Get(':id')
  async get(
    @CurrentOrganisation() organisation: OrganisationContext,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<OrderDto> {
    return OrderDto.from(await this.orders.get(organisation, id));
  }

  @Post()
  async place(
    @CurrentOrganisation() organisation: OrganisationContext,
    @CurrentCaller() caller: Caller,
    @Body() input: PlaceOrderDto,
  ): Promise<OrderDto> {
    return OrderDto.from(await this.orders.place(organisation, caller, input));
  }

  @Post(':id/cancellation')
  @HttpCode(200)
  async cancel(
    @CurrentOrganisation() organisation: OrganisationContext,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<OrderDto> {
    return OrderDto.from(await this.orders.cancel(organisation, id));
  }

  @Post(':id/returns')
  async openReturn(
    @CurrentOrganisation() organisation: OrganisationContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() input: OpenReturnDto,
  ): Promise<ReturnDto> {
    const opened = await this.orders.openReturn(organisation, id, input.reason);
    return { id: opened.id, orderId: opened.orderId, status: opened.status };
  }
}
