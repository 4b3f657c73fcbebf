import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import { ApplicationFact } from '../../../facts/applications/schema';
import { isDevelopmentOnly } from '../../../facts/settings/conditions';
import { Settings } from '../../../facts/settings/schema';

/** A debugging surface of a framework or library. */
export interface DebugSurface {
  evidence: Evidence;
  developmentOnly: boolean;
}

/** Calls that attach one, by resolved name. */
const CALLS: Record<string, string> = {
  'flask_debugtoolbar.DebugToolbarExtension': 'Flask-DebugToolbar',
  'werkzeug.middleware.profiler.ProfilerMiddleware': 'the profiler of Werkzeug',
  'github.com/gin-contrib/pprof.Register': 'pprof',
  'github.com/gin-contrib/pprof.RouteRegister': 'pprof',
  'fiber/middleware/pprof.New': 'pprof',
  'github.com/labstack/echo-contrib/pprof.Register': 'pprof',
};

/** URL configurations that an `include` brings in. */
const INCLUDED: Record<string, string> = {
  'debug_toolbar.urls': 'the debug toolbar of Django',
  'silk.urls': 'the profiler Silk',
};

/** Whether a place of Python stands under a condition of its own: `if settings.USE_DEBUG_TOOLBAR:`. */
function isSwitched(
  context: CheckContext,
  at: { path: string; line: number },
): boolean {
  if (!at.path.endsWith('.py')) {
    return false;
  }
  const lines = (context.read(at.path) ?? '').split('\n');
  const indent = (text: string) => text.length - text.trimStart().length;
  let depth = indent(lines[at.line - 1] ?? '');
  for (let index = at.line - 2; index >= 0 && depth > 0; index--) {
    const line = lines[index];
    if (line.trim() && indent(line) < depth) {
      depth = indent(line);
      if (
        /^\s*(?:el)?if\b.*(?:debug|toolbar|silk|profil|dev|local)/i.test(line)
      ) {
        return true;
      }
    }
  }
  return false;
}

/** Debugging surfaces that are attached in production code. */
export async function debugSurfaces(
  context: CheckContext,
  apps: readonly ApplicationFact[],
  conditions: Settings,
): Promise<DebugSurface[]> {
  const result: DebugSurface[] = [];
  const add = (
    at: { path: string; line: number },
    subject: string,
    note: string,
    more: Partial<Evidence> = {},
  ) =>
    result.push({
      evidence: { path: at.path, line: at.line, subject, note, ...more },
      developmentOnly:
        isDevelopmentOnly(conditions, at) || isSwitched(context, at),
    });
  for (const call of await context.syntax.calls({
    names: Object.keys(CALLS),
  })) {
    add(call, CALLS[call.name], `${call.callee} attaches ${CALLS[call.name]}`);
  }
  if (apps.some(app => app.framework === 'django')) {
    for (const call of await context.syntax.calls({
      languages: ['python'],
      names: ['django.urls.include', 'django.conf.urls.include'],
    })) {
      const value = call.args[0]?.value;
      const named =
        typeof value === 'string' ? value : call.args[0]?.text ?? '';
      const title = Object.entries(INCLUDED).find(
        ([module]) => named === module,
      )?.[1];
      if (title) {
        add(call, title, `${title} is routed`);
      }
    }
  }
  for (const call of await context.syntax.calls({
    languages: ['typescript', 'javascript'],
    names: [
      'ApolloServer',
      '.ApolloServer',
      'GraphQLModule.forRoot',
      '.forRoot',
      'graphqlHTTP',
      '.graphqlHTTP',
    ],
  })) {
    if (!/ApolloServer|GraphQLModule|graphqlHTTP/.test(call.callee)) {
      continue;
    }
    const open = call.args[0]?.entries?.find(
      item =>
        ['playground', 'graphiql'].includes(item.name ?? '') &&
        item.value === true,
    );
    if (open) {
      add(
        { path: call.path, line: open.line },
        `GraphQL ${open.name}`,
        `${open.name} is on in every environment`,
      );
    }
  }
  for (const app of apps.filter(item => item.framework === 'spring')) {
    const exposure = app.settings.find(
      item => item.name === 'management.endpoints.web.exposure.include',
    );
    const apart = app.settings.some(
      item => item.name === 'management.server.port',
    );
    if (
      exposure &&
      String(exposure.value).trim().replace(/["']/g, '') === '*'
    ) {
      add(
        exposure,
        'Spring Boot Actuator',
        'all endpoints of the actuator are exposed, with environment and heap dump',
        apart ? { confidence: 'plausible' } : {},
      );
    }
  }
  return result;
}
