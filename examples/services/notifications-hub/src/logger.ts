import pino, { type Logger } from 'pino';

export type { Logger };

export function createLogger(level: string, processName: string): Logger {
  return pino({
    level,
    base: { service: 'notifications-hub', process: processName },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        'req.headers.authorization',
        'req.headers.cookie',
        '*.password',
        '*.recipient',
        '*.to',
      ],
      censor: '[redacted]',
    },
  });
}
