import {
  type CallHandler,
  type ExecutionContext,
  HttpException,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { Histogram, Registry } from 'prom-client';
import { type Observable, tap } from 'rxjs';

@Injectable()
export class MetricsInterceptor implements NestInterceptor {
  private readonly duration: Histogram<'method' | 'route' | 'status'>;

  constructor(registry: Registry) {
    this.duration = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the request to its answer',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers: [registry],
    });
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const end = this.duration.startTimer({
      method: request.method,
      route: `${context.getClass().name}.${context.getHandler().name}`,
    });
    const record = (status: number) =>
      end({ status: `${Math.floor(status / 100)}xx` });

    return next.handle().pipe(
      tap({
        complete: () => record(http.getResponse<Response>().statusCode),
        error: error =>
          record(error instanceof HttpException ? error.getStatus() : 500),
      }),
    );
  }
}
