import { Controller, Delete, Get, Param, SetMetadata, UseGuards } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { RolesGuard } from './roles.guard';

export const Roles = (...roles: string[]) => SetMetadata('roles', roles);

@UseGuards(AuthGuard('jwt'), RolesGuard)
@Controller('admin')
export class AdminController {
  @Roles('admin')
  @Get('accounts')
  accounts() {
    return [];
  }

  @Roles('admin')
  @Delete('accounts/:id')
  remove(@Param('id') id: string) {
    return id;
  }
}
