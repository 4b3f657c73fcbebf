import { Module } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { JwtAuthGuard } from './jwt-auth.guard';

@Module({
  imports: [
    JwtModule.registerAsync({
      inject: [ConfigService],
      useFactory: (config: ConfigService) => ({
        publicKey: config
          .getOrThrow<string>('AUTH_PUBLIC_KEY')
          .replace(/\\n/g, '\n'),
        verifyOptions: {
          algorithms: ['RS256'],
          issuer: config.getOrThrow<string>('AUTH_ISSUER'),
          audience: config.getOrThrow<string>('AUTH_AUDIENCE'),
        },
      }),
    }),
  ],
  providers: [{ provide: APP_GUARD, useClass: JwtAuthGuard }],
})
export class AuthModule {}
