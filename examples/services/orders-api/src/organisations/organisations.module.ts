import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Membership, Organisation } from './entities';
import { OrganisationGuard } from './organisation.guard';

@Module({
  imports: [TypeOrmModule.forFeature([Organisation, Membership])],
  providers: [OrganisationGuard],
  exports: [OrganisationGuard, TypeOrmModule],
})
export class OrganisationsModule {}
