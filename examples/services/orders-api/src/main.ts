import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ConfigService } from '@nestjs/config';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module';
import { configureApp } from './configure-app';

function serveApiDocs(app: NestExpressApplication) {
  const options = new DocumentBuilder()
    .setTitle('Orders API')
    .setVersion('1')
    .addBearerAuth()
    .addGlobalParameters({
      name: 'x-organisation-id',
      in: 'header',
      required: true,
      schema: { type: 'string', format: 'uuid' },
    })
    .build();

  SwaggerModule.setup('api/docs', app, () =>
    SwaggerModule.createDocument(app, options),
  );
}

async function bootstrap() {
  const app = await NestFactory.create<NestExpressApplication>(AppModule, {
    bufferLogs: true,
  });
  const config = app.get(ConfigService);

  app.useLogger(app.get(Logger));
  app.set('trust proxy', 1);
  app.enableCors({
    origin: config.getOrThrow<string>('CORS_ORIGINS').split(','),
    credentials: true,
    maxAge: 600,
  });
  configureApp(app);
  if (process.env.NODE_ENV !== 'production') {
    serveApiDocs(app);
  }
  app.enableShutdownHooks();

  await app.listen(config.getOrThrow<number>('PORT'));
}

void bootstrap();
