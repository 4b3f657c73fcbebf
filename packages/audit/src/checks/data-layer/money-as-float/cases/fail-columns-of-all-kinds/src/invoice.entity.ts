import { Column, Entity } from 'typeorm';

@Entity()
export class Invoice {
  @Column('double precision')
  amount: number;

  @Column({ type: 'decimal', precision: 10, scale: 2 })
  tax: string;
}
