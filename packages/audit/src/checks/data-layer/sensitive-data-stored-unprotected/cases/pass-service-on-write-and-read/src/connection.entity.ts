import { Column, Entity } from 'typeorm';

@Entity()
export class Connection {
  @Column('text')
  refreshToken: string;
}
