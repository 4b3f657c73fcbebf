import { CheckContext } from '../../../engine/types';
import { ApplicationFact, SpanFact } from '../../../facts/applications/schema';
import { inventory } from '../../../facts/inventory/extract';
import { dependsOn, manifests } from '../../../facts/manifests/extract';
import { FileSyntax } from '../../../syntax/schema';

interface Place {
  path: string;
  line: number;
}

/** What of an application carries an id of the request. */
export interface Correlation {
  /** Takes or makes an id for each request. */
  sets?: Place & { what: string };
  /** Puts it into log records. */
  logs?: Place;
  /** Reads one that somebody else would have to set. */
  reads?: Place;
}

/** Words for the id of a request; files without one of them are not looked at. */
export const WORDS = [
  'request-id',
  'Request-ID',
  'Request-Id',
  'request_id',
  'requestId',
  'RequestId',
  'RequestID',
  'reqId',
  'correlation',
  'Correlation',
  'traceparent',
  'trace_id',
  'traceId',
  'guid',
  'pino-http',
  'nestjs-pino',
  'structlog',
  'cls-rtracer',
  'LoggingInstrumentor',
  'requestid',
];

const ID =
  /x-request-id|x-correlation-id|x-amzn-trace-id|traceparent|\brequest_?id\b|\bcorrelation_?id\b|\btrace_?id\b|\breq_?id\b|\breq\.id\b/i;
/** The id of a trace belongs to somebody else. */
const OWN_ID =
  /x-request-id|x-correlation-id|traceparent|\brequest_?id\b|\bcorrelation_?id\b|\breq_?id\b|\breq\.id\b/i;
/** The id as part of a name as well: `current_request_id()`. */
const ID_WORD = /(?:request|correlation|trace|req)_?id(?![a-z])/i;
const MAKES =
  /uuid|randomUUID|nanoid|ulid|cuid|headers|\.get\(|getHeader|token_hex|urandom/i;

/** Ready-made middleware that sets an id, by its resolved name. */
const READY_MADE =
  /CorrelationIdMiddleware|asgi_correlation_id|[rR]equest_?[iI][dD](?:Middleware|Handler)?$|guid_middleware|django_guid|log_request_id|django_structlog|starlette_context|(?:^|\W)(?:express-request-id|express-correlation-id|correlation-id|cls-rtracer|pino-http|nestjs-pino|express-pino-logger|fastify-request-context)|requestid\.New|oslo_middleware.*request_id|RequestIDHandler/;
/** Of these the ones that log it themselves. */
const LOGS_ITSELF = /pino|structlog|RequestIDHandler/;
/** Dependencies that set and log an id by being there. */
const AUTOMATIC: ['npm' | 'maven', string[]][] = [
  [
    'npm',
    [
      'nestjs-pino',
      '@opentelemetry/instrumentation-pino',
      '@opentelemetry/instrumentation-winston',
    ],
  ],
  [
    'maven',
    [
      'io.micrometer:micrometer-tracing*',
      'org.springframework.cloud:spring-cloud-starter-sleuth',
    ],
  ],
];

/** Puts the id into records of the log. */
const INTO_RECORDS =
  /(?:logging\.Filter|CorrelationIdFilter|RequestIDLogFilter|RequestIdFilter|bind_contextvars|merge_contextvars|contextualize\(|LoggerAdapter|%\(\w*(?:request_id|correlation_id|trace_id)\w*\)|\{(?:extra\[)?["']?(?:request_id|correlation_id)|LoggingInstrumentor|logs_injection|record\.(?:request_id|correlation_id|trace_id)|event_dict\[|extra\s*=\s*\{[^}]*(?:request_id|correlation_id)|\.child\(\s*\{[^}]*(?:reqId|requestId|correlationId|traceId|request_id)|genReqId|pinoHttp|pino-http|MDC\.put|hlog\.|zap\.String\(\s*"(?:request|correlation|trace)_?[iI][dD]|slog\.\w+\([^)]*"(?:request|correlation|trace)_?[iI][dD]|WithField\(\s*"(?:request|correlation|trace)|morgan\.token\(\s*['"](?:id|req)|defaultMeta|middleware\.Logger\b)/;

/** Whether the id of a request is set, logged or only read in the part of an application. */
export async function correlationOf(
  context: CheckContext,
  app: ApplicationFact,
): Promise<Correlation> {
  const automatic = await byDependency(context, app);
  if (automatic) {
    return { sets: automatic, logs: automatic };
  }
  const logger = app.settings.find(item => item.name === 'logger');
  if (app.framework === 'fastify' && logger && logger.value !== false) {
    const place = { path: logger.path, line: logger.line };
    return { sets: { ...place, what: 'logger of Fastify' }, logs: place };
  }
  const result: Correlation = await byMiddleware(context, app);
  for (const file of await context.syntax.files({ containing: WORDS })) {
    if (app.part !== '' && !file.path.startsWith(`${app.part}/`)) {
      continue;
    }
    if (!result.logs && ID_WORD.test(file.text)) {
      const found = INTO_RECORDS.exec(file.text);
      result.logs = found
        ? { path: file.path, line: lineAt(file.text, found.index) }
        : ownFormatter(file);
    }
    if (!result.reads) {
      const found =
        /(?:headers?|META)\s*(?:\.get\(|\[|\.)\s*["'](?:HTTP_)?X[-_](?:Request|Correlation)[-_]I[dD]["']/i.exec(
          file.text,
        );
      result.reads = found
        ? { path: file.path, line: lineAt(file.text, found.index) }
        : undefined;
    }
    result.sets ??= hook(file);
  }
  return result;
}

/** `class JsonFormatter(logging.Formatter)` that writes the id which a context variable keeps. */
function ownFormatter(file: FileSyntax): Place | undefined {
  const lines = file.text.split('\n');
  const found = file.classes.find(
    item =>
      item.bases.some(base => /(?:Formatter|Filter|Handler)$/.test(base)) &&
      ID_WORD.test(lines.slice(item.line - 1, item.endLine).join('\n')),
  );
  return found && { path: file.path, line: found.line };
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

async function byDependency(context: CheckContext, app: ApplicationFact) {
  const declared = await context.facts(manifests);
  for (const [ecosystem, names] of AUTOMATIC) {
    const isOwn = (ecosystem === 'maven') === (app.language === 'java');
    const [found] = isOwn ? dependsOn(declared, ecosystem, names) : [];
    if (found) {
      return { path: found.path, line: found.line, what: found.name };
    }
  }
  return undefined;
}

async function byMiddleware(
  context: CheckContext,
  app: ApplicationFact,
): Promise<Correlation> {
  for (const item of app.middleware.filter(use => !use.developmentOnly)) {
    const place = { path: item.path, line: item.line };
    if (READY_MADE.test(item.name)) {
      return {
        sets: { ...place, what: item.name.split('.').pop()! },
        ...(LOGS_ITSELF.test(item.name) ? { logs: place } : {}),
      };
    }
    for (const span of [...(item.definedAt ?? []), item] as SpanFact[]) {
      const text = (context.read(span.path) ?? '')
        .split('\n')
        .slice(span.line - 1, span.endLine)
        .join('\n');
      if (OWN_ID.test(text) && MAKES.test(text)) {
        return {
          sets: { path: span.path, line: span.line, what: 'own middleware' },
          ...(INTO_RECORDS.test(text)
            ? { logs: { path: span.path, line: span.line } }
            : {}),
        };
      }
    }
  }
  // Routers of Go name what stands before a route only.
  const guarded = app.routes.find(route =>
    route.guards.some(item => READY_MADE.test(item.replace(/\(.*$/, ''))),
  );
  if (guarded) {
    return {
      sets: { path: guarded.path, line: guarded.line, what: 'RequestID' },
    };
  }
  return byPipeline(context, app);
}

/** Pipelines of Paste Deploy, which wrap applications of Python from outside. */
async function byPipeline(
  context: CheckContext,
  app: ApplicationFact,
): Promise<Correlation> {
  const { files } = await context.facts(inventory);
  for (const { path } of files) {
    if (app.language === 'python' && /paste\.ini$/.test(path)) {
      const text = context.read(path) ?? '';
      const at = text.search(
        /request_?id\b[^\n]*:\s*RequestId|RequestId\.factory/i,
      );
      if (at >= 0) {
        const place = { path, line: lineAt(text, at) };
        // The loggers of such applications carry the context of the request by default.
        return { sets: { ...place, what: 'RequestId' }, logs: place };
      }
    }
  }
  return {};
}

/** Functions that the framework runs before each request without a list of middleware. */
function hook(file: {
  path: string;
  text: string;
  functions: readonly { line: number; endLine: number; decorators: string[] }[];
}): Correlation['sets'] {
  if (!ID.test(file.text)) {
    return undefined;
  }
  const lines = file.text.split('\n');
  const found = file.functions.find(item => {
    const text = lines.slice(item.line - 1, item.endLine).join('\n');
    return (
      item.decorators.some(decorator =>
        /before_request|before_app_request|\.middleware\(|on_request/.test(
          decorator,
        ),
      ) &&
      ID.test(text) &&
      MAKES.test(text)
    );
  });
  return found && { path: file.path, line: found.line, what: 'own hook' };
}
