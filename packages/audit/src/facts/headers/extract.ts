import { defineExtractor } from '../../engine/defineExtractor';
import { FileSyntax } from '../../syntax/schema';
import { applications } from '../applications/extract';
import { stringText, unwrap } from '../applications/code';
import { ApplicationFact, SpanFact } from '../applications/schema';
import { Resolver } from '../applications/Resolver';
import { compose } from '../compose/extract';
import { edge } from '../edge/extract';
import { inFrontOf } from '../edge/inFrontOf';
import { djangoHeaders, libraryHeaders, libraryPolicy } from './libraries';
import { policyOfText } from './policy';
import { ContentPolicy, ResponseHeaderFact, ResponseHeaders } from './schema';
import { headerWrites } from './writes';

const CSP = 'content-security-policy';
/** Calls in the body of own middleware that are followed, deep enough for `return withHeaders(response)`. */
const MAX_DEPTH = 2;

/**
 * Headers of the responses of each application: libraries and frameworks with their defaults, own middleware,
 * handlers, configuration, and the proxies in front.
 *
 * @public
 */
export const responseHeaders = defineExtractor<ResponseHeaders>({
  id: 'responseHeaders',
  extract: async context => {
    const { applications: apps } = await context.facts(applications);
    const proxies = await context.facts(edge);
    const services = await context.facts(compose);
    const resolver = new Resolver(context);
    const result: ResponseHeaders = { applications: [] };
    for (const app of apps) {
      const headers: ResponseHeaderFact[] = [];
      const partial: string[] = [
        ...app.partial.filter(item => item.includes('headers')),
      ];
      for (const item of app.middleware) {
        if (item.developmentOnly) {
          continue;
        }
        const scope =
          item.prefix && !/^\/(?:\(\.\*\)|:path\*|\*|:?)$/.test(item.prefix)
            ? 'some'
            : 'all';
        const at = { path: item.path, line: item.line };
        for (const name of libraryHeaders(item)) {
          const policy =
            name === CSP ? withReach(libraryPolicy(item)) : undefined;
          headers.push({
            name,
            ...at,
            by: item.name.split('.').pop()!,
            scope,
            ...policy,
          });
        }
        if (item.name === 'next.config.headers') {
          for (const argument of item.args) {
            headers.push({
              name: argument.name!.toLocaleLowerCase('en-US'),
              ...(typeof argument.value === 'string'
                ? { value: argument.value }
                : {}),
              path: item.path,
              line: argument.line,
              by: 'next.config',
              scope,
              ...(await policyAt(
                resolver,
                argument.name!,
                typeof argument.value === 'string'
                  ? argument.value
                  : argument.text,
                item.definedAt?.[0]?.path ?? item.path,
              )),
            });
          }
          continue;
        }
        for (const span of item.definedAt ?? []) {
          for (const write of await writesOf(resolver, span, 0)) {
            headers.push({
              ...write,
              by: 'own middleware',
              scope,
              wiredAt: at,
            });
          }
        }
      }
      if (app.framework === 'django') {
        headers.push(
          ...djangoHeaders(app).map(item => ({
            ...item,
            scope: 'all' as const,
          })),
        );
      }
      headers.push(...(await handlerHeaders(resolver, app)));
      for (const { route, certain } of inFrontOf(
        app,
        apps,
        proxies,
        services,
      )) {
        for (const item of route.headers) {
          headers.push({
            name: item.name.toLocaleLowerCase('en-US'),
            value: item.value,
            ...(isPolicy(item.name)
              ? withReach(policyOfText(item.value), item.name)
              : {}),
            path: item.path,
            line: item.line,
            by: 'proxy',
            scope: item.condition ? 'some' : 'all',
          });
        }
        if (!certain) {
          partial.push(
            `${route.path}:${route.line}: the upstream of the proxy is not certain`,
          );
        }
      }
      result.applications.push({
        application: app.id,
        headers: unique(headers),
        partial,
      });
    }
    // What surrounds an application surrounds what is mounted in it.
    for (const app of apps) {
      const outer = result.applications.find(
        item => item.application === app.mountedIn,
      );
      const own = result.applications.find(item => item.application === app.id);
      if (outer && own) {
        own.headers = unique([
          ...own.headers,
          ...outer.headers.filter(
            item => item.scope === 'all' && item.by !== 'handler',
          ),
        ]);
      }
    }
    return result;
  },
});

async function writesOf(
  resolver: Resolver,
  span: SpanFact,
  depth: number,
): Promise<
  Pick<ResponseHeaderFact, 'name' | 'value' | 'path' | 'line' | 'policy'>[]
> {
  const file = await resolver.file(span.path);
  if (!file) {
    return [];
  }
  const found: Awaited<ReturnType<typeof writesOf>> = [];
  for (const write of headerWrites(file, span)) {
    const value = write.value && stringText(unwrap(write.value));
    found.push({
      name: write.name,
      ...(value === undefined ? {} : { value }),
      ...(write.value
        ? await policyAt(
            resolver,
            write.name,
            value ?? write.value.text(),
            file.path,
          )
        : {}),
      path: file.path,
      line: write.line,
    });
  }
  if (depth < MAX_DEPTH) {
    for (const call of file.calls) {
      if (
        call.line >= span.line &&
        call.endLine <= span.endLine &&
        !call.callee.includes('.')
      ) {
        const target = await resolver.function(file.path, call.callee);
        if (
          target &&
          !(
            target.path === span.path &&
            target.line >= span.line &&
            target.endLine <= span.endLine
          )
        ) {
          found.push(
            ...(await writesOf(
              resolver,
              { path: target.path, line: target.line, endLine: target.endLine },
              depth + 1,
            )),
          );
        }
      }
    }
  }
  return found;
}

/** Headers that single handlers write, or that decorators on them write. */
async function handlerHeaders(
  resolver: Resolver,
  app: ApplicationFact,
): Promise<ResponseHeaderFact[]> {
  const result: ResponseHeaderFact[] = [];
  const files = new Map<string, FileSyntax | undefined>();
  for (const route of app.routes) {
    if (!files.has(route.path)) {
      files.set(route.path, await resolver.file(route.path));
    }
    if (!route.body) {
      continue;
    }
    const bodyFile = await resolver.file(route.body.path);
    if (!bodyFile) {
      continue;
    }
    // Decorators stand above the function.
    const span = {
      ...route.body,
      line:
        route.body.path === route.path
          ? Math.min(route.line, route.body.line)
          : route.body.line,
    };
    for (const write of headerWrites(bodyFile, span)) {
      const value = write.value && stringText(unwrap(write.value));
      result.push({
        name: write.name,
        ...(value === undefined ? {} : { value }),
        ...(write.value
          ? await policyAt(
              resolver,
              write.name,
              value ?? write.value.text(),
              bodyFile.path,
            )
          : {}),
        path: bodyFile.path,
        line: write.line,
        by: 'handler',
        scope: 'some',
      });
    }
  }
  return result;
}

function isPolicy(name: string): boolean {
  return name.toLocaleLowerCase('en-US').startsWith(CSP);
}

function withReach(
  policy: ContentPolicy | undefined,
  name = CSP,
): { policy?: ContentPolicy } {
  return policy
    ? {
        policy: {
          ...policy,
          reportOnly: policy.reportOnly || /report-only$/i.test(name),
        },
      }
    : {};
}

/** The policy that a text of code makes, with the constants of the file that it names. */
async function policyAt(
  resolver: Resolver,
  name: string,
  text: string,
  path: string,
): Promise<{ policy?: ContentPolicy }> {
  if (!isPolicy(name)) {
    return {};
  }
  const direct = policyOfText(text);
  if (direct) {
    return withReach(direct, name);
  }
  const file = await resolver.file(path);
  const words = new Set(text.match(/[A-Za-z_]\w*/g) ?? []);
  const named = file?.assignments.filter(item => words.has(item.target));
  for (const item of named ?? []) {
    const policy = policyOfText(item.text);
    if (policy) {
      return withReach(policy, name);
    }
  }
  return {};
}

function unique(headers: ResponseHeaderFact[]): ResponseHeaderFact[] {
  const seen = new Map(
    headers.map(item => [
      `${item.name}\n${item.path}\n${item.line}\n${item.by}`,
      item,
    ]),
  );
  return [...seen.values()].sort(
    (a, b) =>
      (a.name < b.name ? -1 : Number(a.name > b.name)) ||
      (a.path < b.path ? -1 : Number(a.path > b.path)) ||
      a.line - b.line,
  );
}
