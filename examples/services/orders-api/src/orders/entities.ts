import {
  Column,
  CreateDateColumn,
  Entity,
  JoinColumn,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';

export const ORDER_STATUSES = [
  'placed',
  'paid',
  'packed',
  'shipped',
  'delivered',
  'cancelled',
] as const;

export type OrderStatus = (typeof ORDER_STATUSES)[number];

const minorUnits = {
  to: (value: number) => value,
  from: (value: string) => Number(value),
};

@Entity('orders')
export class Order {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Column({ name: 'organisation_id', type: 'uuid' })
  organisationId: string;

  @Column({ unique: true })
  number: string;

  @Column({ type: 'text' })
  status: OrderStatus;

  @Column({ type: 'char', length: 3 })
  currency: string;

  @Column({ name: 'total_minor', type: 'bigint', transformer: minorUnits })
  totalMinor: number;

  @Column({ name: 'placed_by' })
  placedBy: string;

  @CreateDateColumn({ name: 'placed_at', type: 'timestamptz' })
  placedAt: Date;

  @OneToMany(() => OrderLine, line => line.order, { cascade: ['insert'] })
  lines: Relation<OrderLine>[];
}

@Entity('order_lines')
export class OrderLine {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @ManyToOne(() => Order, order => order.lines)
  @JoinColumn({ name: 'order_id' })
  order: Relation<Order>;

  @Column()
  sku: string;

  @Column({ type: 'integer' })
  quantity: number;

  @Column({ name: 'unit_minor', type: 'bigint', transformer: minorUnits })
  unitMinor: number;
}

@Entity('returns')
export class Return {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Column({ name: 'organisation_id', type: 'uuid' })
  organisationId: string;

  @Column({ name: 'order_id', type: 'uuid' })
  orderId: string;

  @Column()
  reason: string;

  @Column({ type: 'text' })
  status: 'opened' | 'received' | 'refunded' | 'refused';

  @CreateDateColumn({ name: 'opened_at', type: 'timestamptz' })
  openedAt: Date;
}
