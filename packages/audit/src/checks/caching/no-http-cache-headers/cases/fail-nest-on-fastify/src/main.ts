import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { AppModule } from './app.module';

const adapter = new FastifyAdapter();

async function bootstrap() {
  const app = await NestFactory.create(AppModule, adapter);
  await app.listen(8080);
}
bootstrap();
