import { defineExtractor } from '../../engine/defineExtractor';
import { ExtractContext } from '../../engine/types';
import { FileSyntax } from '../../syntax/schema';
import { applications } from '../applications/extract';
import { ApplicationFact } from '../applications/schema';
import { compose } from '../compose/extract';
import { edge } from '../edge/extract';
import { inFrontOf } from '../edge/inFrontOf';

/** What caps the body of requests to one application. @public */
export interface BodyLimit {
  /** Id of the application. */
  application: string;
  by: 'setting' | 'middleware' | 'proxy' | 'framework';
  /** Counts for uploads as well as for other bodies. */
  uploads: boolean;
  path?: string;
  line?: number;
  note: string;
}

/** @public */
export interface BodyLimits {
  limits: BodyLimit[];
}

const OFF = /client_max_body_size\s+0\s*;/;
const SIZE = /client_max_body_size\s+\S+\s*;/;

/** Frameworks that refuse large bodies by themselves; uploads only where said. */
const FRAMEWORKS: Partial<
  Record<ApplicationFact['framework'], { note: string; uploads: boolean }>
> = {
  express: {
    note: 'Express reads JSON up to 100 kB by default',
    uploads: false,
  },
  nestjs: { note: 'NestJS reads JSON up to 100 kB by default', uploads: false },
  fastify: {
    note: 'Fastify reads bodies up to 1 MiB by default',
    uploads: true,
  },
  nextjs: {
    note: 'Next.js reads bodies up to 1 MB by default',
    uploads: false,
  },
  django: {
    note: 'Django reads bodies without files up to 2.5 MB by default',
    uploads: false,
  },
  spring: { note: 'Spring takes uploads up to 1 MB by default', uploads: true },
};

/** Limits of request bodies: of the framework, its settings, middleware and the proxies in front. */
export const bodyLimits = defineExtractor<BodyLimits>({
  id: 'bodyLimits',
  extract: async context => {
    const { applications: apps } = await context.facts(applications);
    const limits: BodyLimit[] = [];
    if (!apps.length) {
      return { limits };
    }
    const sites = await context.facts(edge);
    const services = await context.facts(compose);
    const settings = await flaskSettings(context);
    const texts = new Map<string, string | undefined>();
    const textOf = (path: string) => {
      if (!texts.has(path)) {
        texts.set(path, context.tree.read(path));
      }
      return texts.get(path);
    };
    for (const app of apps) {
      const own = FRAMEWORKS[app.framework];
      if (own) {
        limits.push({ application: app.id, by: 'framework', ...own });
      }
      if (app.framework === 'flask') {
        const found = settings.find(
          item => app.part === '' || item.path.startsWith(`${app.part}/`),
        );
        if (found) {
          limits.push({
            application: app.id,
            by: 'setting',
            uploads: true,
            ...found,
            note: 'MAX_CONTENT_LENGTH',
          });
        }
      }
      for (const item of app.middleware) {
        const spans = item.definedAt ?? [];
        const limiting =
          /(?:Limit|Max)\w*(?:Upload|Body|Size|Content)|(?:Upload|Body|Content|Request)\w*(?:Size|Limit)\w*/.test(
            item.name.split('.').pop() ?? '',
          ) && !item.developmentOnly;
        const inBody = spans.some(span => {
          const text = (textOf(span.path) ?? '')
            .split('\n')
            .slice(span.line - 1, span.endLine)
            .join('\n');
          // Others write the header of what they answer.
          return (
            /content.?length|len\(/i.test(text) &&
            /413|too.?large|\bMAX\w*|max_?(?:body|size|bytes)/i.test(text)
          );
        });
        if (inBody || (limiting && !spans.length)) {
          limits.push({
            application: app.id,
            by: 'middleware',
            uploads: true,
            path: item.path,
            line: item.line,
            note: item.name,
          });
        }
      }
      for (const { site } of inFrontOf(app, apps, sites, services)) {
        const lines = (textOf(site.path) ?? '').split('\n');
        const line = lines.findIndex(
          text =>
            !/^\s*#/.test(text) &&
            /client_max_body_size|max_size|maxRequestBodyBytes|proxy-body-size/.test(
              text,
            ),
        );
        const off = line >= 0 && OFF.test(lines[line]);
        const byDefault = site.kind === 'nginx' || site.kind === 'ingress';
        if (!off && (line >= 0 || byDefault)) {
          limits.push({
            application: app.id,
            by: 'proxy',
            uploads: true,
            path: site.path,
            line: line >= 0 ? line + 1 : site.line,
            note:
              line >= 0 && SIZE.test(lines[line])
                ? lines[line].trim()
                : `${site.kind} limits bodies`,
          });
        }
      }
    }
    return { limits };
  },
});

/** Places that set `MAX_CONTENT_LENGTH`, in whatever way Flask is configured. */
async function flaskSettings(
  context: ExtractContext,
): Promise<{ path: string; line: number }[]> {
  const files = await context.syntax.files({
    languages: ['python'],
    containing: ['MAX_CONTENT_LENGTH'],
  });
  return files.flatMap(file => {
    const line = settingLine(file);
    return line === undefined ? [] : [{ path: file.path, line }];
  });
}

function settingLine(file: FileSyntax): number | undefined {
  const assigned = file.assignments.find(
    item => item.target.includes('MAX_CONTENT_LENGTH') && item.text !== 'None',
  );
  if (assigned) {
    return assigned.line;
  }
  for (const call of file.calls) {
    const found = call.args.find(
      item =>
        item.name === 'MAX_CONTENT_LENGTH' ||
        item.entries?.some(entry => entry.name === 'MAX_CONTENT_LENGTH'),
    );
    if (found) {
      return found.line;
    }
  }
  return undefined;
}
