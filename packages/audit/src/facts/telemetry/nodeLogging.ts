import { CallFact } from '../../syntax/schema';
import { TelemetryContext } from './ProcessScope';
import { TelemetryGap, TelemetrySetup } from './schema';

interface Judged {
  product: string;
  note: string;
  confidence: TelemetrySetup['confidence'];
}

const NAMES = [
  'winston.createLogger',
  'winston.Logger',
  'nest-winston.WinstonModule.createLogger',
  'nest-winston.WinstonModule.forRoot',
  'nest-winston.WinstonModule.forRootAsync',
  'fastify',
  'fastify.fastify',
  'fastify.default',
  '@nestjs/common.ConsoleLogger',
  'log4js.configure',
  'console.log',
  'process.stdout.write',
];

/** Loggers of JavaScript whose options decide whether their records are structured. */
export async function nodeLogging({
  context,
  scopes,
}: TelemetryContext): Promise<{
  setups: TelemetrySetup[];
  gaps: TelemetryGap[];
}> {
  const setups: TelemetrySetup[] = [];
  const gaps: TelemetryGap[] = [];
  const node = scopes.filter(({ process }) =>
    ['typescript', 'tsx', 'javascript'].includes(process.language),
  );
  if (node.length === 0) {
    return { setups, gaps };
  }
  const calls = await context.syntax.calls({
    languages: ['typescript', 'tsx', 'javascript'],
    names: NAMES,
  });
  for (const call of calls) {
    const judged = judge(call, context.tree.read(call.path) ?? '');
    if (!judged) {
      continue;
    }
    const users: string[] = [];
    for (const scope of node) {
      if (await scope.runs(call.path, call.enclosing)) {
        users.push(scope.process.id);
      }
    }
    if (users.length > 0) {
      setups.push({
        kind: 'structured-logging',
        ...judged,
        path: call.path,
        line: call.line,
        related: [],
        processes: users,
        requestLevel: false,
      });
    } else if (judged.product !== 'own logger') {
      gaps.push({
        kind: 'structured-logging',
        product: judged.product,
        path: call.path,
        line: call.line,
        reason: 'not reached',
      });
    }
  }
  return { setups, gaps };
}

function judge(call: CallFact, text: string): Judged | undefined {
  const [options] = call.args;
  const written = options?.text ?? '';
  const entry = (name: string) =>
    options?.entries?.find(item => item.name === name);
  if (call.name.includes('inston')) {
    const json =
      written.includes('json(') ||
      written.includes('logstash(') ||
      // Winston writes JSON when no format is given.
      (call.name === 'winston.createLogger' && !written.includes('format'));
    return json || (!options?.entries && text.includes('.json()'))
      ? {
          product: 'winston',
          note: 'winston that writes JSON',
          confidence: json ? 'certain' : 'likely',
        }
      : undefined;
  }
  if (call.name.startsWith('fastify')) {
    const logger = entry('logger');
    return logger && logger.value !== false
      ? {
          product: 'pino',
          note: "Fastify's logger, which is pino",
          confidence: 'certain',
        }
      : undefined;
  }
  if (call.name === '@nestjs/common.ConsoleLogger') {
    return entry('json')?.value === true
      ? {
          product: 'NestJS logger',
          note: 'console logger that writes JSON',
          confidence: 'certain',
        }
      : undefined;
  }
  if (call.name === 'log4js.configure') {
    return written.includes('json')
      ? { product: 'log4js', note: 'JSON layout', confidence: 'likely' }
      : undefined;
  }
  return written.startsWith('JSON.stringify(') && written.includes('level')
    ? {
        product: 'own logger',
        note: 'records written as JSON with a level',
        confidence: 'likely',
      }
    : undefined;
}
