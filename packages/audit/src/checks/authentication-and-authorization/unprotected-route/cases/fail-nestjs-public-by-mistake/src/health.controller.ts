import { Controller, Get } from '@nestjs/common';
import { Public } from './open.decorator';

@Controller('health')
export class HealthController {
  @Public()
  @Get()
  live() {
    return { status: 'ok' };
  }
}
