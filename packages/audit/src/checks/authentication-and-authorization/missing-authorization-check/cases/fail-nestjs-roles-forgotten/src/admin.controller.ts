import { Controller, Delete, Get, Param, UseGuards } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { Roles, RolesGuard } from './roles.guard';

@UseGuards(AuthGuard('jwt'), RolesGuard)
@Controller('admin')
export class AdminController {
  @Roles('admin')
  @Get('accounts')
  accounts() {
    return [];
  }

  @Delete('accounts/:id')
  remove(@Param('id') id: string) {
    return id;
  }
}
