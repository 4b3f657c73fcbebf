import { Controller, Get, Param, Req } from '@nestjs/common';
import { InvoicesService } from './invoices.service';

@Controller('invoices')
export class InvoicesController {
  constructor(private readonly invoicesService: InvoicesService) {}

  @Get()
  list(@Req() request) {
    return this.invoicesService.list(request.user.tenantId);
  }

  @Get(':id')
  findOne(@Param('id') id: string) {
    return this.invoicesService.findOne(id);
  }

  @Get('customers/:id')
  customer(@Req() request, @Param('id') id: string) {
    return this.invoicesService.customer(request.user.tenantId, id);
  }
}
