import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Item } from './item.entity';

@Module({
  imports: [
    TypeOrmModule.forRoot({
      type: 'postgres',
      entities: [Item],
      synchronize: true,
    }),
  ],
})
export class AppModule {}
