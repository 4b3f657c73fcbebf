import { Injectable, NotFoundException } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Customer, Invoice } from './entities';

@Injectable()
export class InvoicesService {
  constructor(
    @InjectRepository(Invoice) private readonly invoices: Repository<Invoice>,
    @InjectRepository(Customer) private readonly customers: Repository<Customer>,
  ) {}

  list(tenantId: string) {
    return this.invoices.find({ where: { tenantId } });
  }

  async findOne(id: string) {
    const invoice = await this.invoices.findOneBy({ id });
    if (!invoice) {
      throw new NotFoundException();
    }
    return invoice;
  }

  async customer(tenantId: string, id: string) {
    return this.customers
      .createQueryBuilder('customer')
      .where('customer.id = :id', { id })
      .andWhere('customer.tenantId = :tenantId', { tenantId })
      .getOne();
  }
}
