import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  HttpStatus,
  Logger,
} from '@nestjs/common';
import type { Request, Response } from 'express';

const CODES: Record<number, string> = {
  400: 'invalid-input',
  401: 'not-authenticated',
  403: 'not-allowed',
  404: 'not-found',
  409: 'conflict',
  429: 'too-many-requests',
  503: 'unavailable',
};

@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request & { id?: string }>();
    const response = http.getResponse<Response>();

    const known = exception instanceof HttpException;
    const status = known
      ? exception.getStatus()
      : HttpStatus.INTERNAL_SERVER_ERROR;
    if (status >= 500) {
      this.logger.error({ err: exception, requestId: request.id });
    }

    response
      .status(status)
      .type('application/problem+json')
      .json({
        type: `https://docs.aurora-retail.example/problems/${CODES[status] ?? 'internal'}`,
        title:
          status >= 500
            ? 'The request could not be completed.'
            : this.title(exception),
        status,
        code: CODES[status] ?? 'internal',
        errors: known ? this.details(exception) : undefined,
        requestId: request.id,
      });
  }

  private title(exception: unknown): string {
    return exception instanceof HttpException ? exception.message : 'Error';
  }

  private details(exception: HttpException): string[] | undefined {
    const body = exception.getResponse();
    if (exception.getStatus() !== 400 || typeof body !== 'object') {
      return undefined;
    }
    const { message } = body as { message?: unknown };
    return Array.isArray(message) ? message.map(String) : undefined;
  }
}
