import { defineExtractor } from '../../engine/defineExtractor';
import { applications } from '../applications/extract';
import { Workbench } from '../applications/Workbench';
import { edge } from '../edge/extract';
import { inventory } from '../inventory/extract';
import { ofDjango } from './django';
import { literal } from './facts';
import { ofGo } from './go';
import { LIBRARIES } from './libraries';
import { ofLibrary } from './library';
import { ofHeaders } from './ownHeaders';
import { Cors, CorsFact } from './schema';
import { ofSpring } from './spring';

/**
 * CORS configurations of applications and proxies, with the origins they come to when nothing is set.
 *
 * @public
 */
export const cors = defineExtractor<Cors>({
  id: 'cors',
  extract: async context => {
    const { applications: apps } = await context.facts(applications);
    const bench = new Workbench(context, await context.facts(inventory));
    const configurations: CorsFact[] = [];
    for (const app of apps) {
      const own: CorsFact[] = [];
      for (const item of app.middleware) {
        const library = LIBRARIES.find(candidate =>
          candidate.names.some(
            name => item.name === name || item.name.endsWith(`.${name}`),
          ),
        );
        if (library) {
          const fact = await ofLibrary(bench, app, item, library);
          if (fact) {
            own.push(fact);
          }
        }
        for (const span of item.definedAt ?? []) {
          const file = await bench.resolver.file(span.path);
          if (file && !library) {
            const fact = await ofHeaders(app, item, file, span);
            if (fact) {
              own.push(fact);
            }
          }
        }
      }
      if (app.framework === 'django') {
        const fact = await ofDjango(bench, app);
        if (fact) {
          own.push(fact);
        }
      }
      if (app.framework === 'spring') {
        own.push(...(await ofSpring(bench, app)));
      }
      if (app.framework === 'go-http') {
        own.push(...(await ofGo(bench, app)));
      }
      // The same library twice on one object: the last one added wraps the others and answers first.
      const same = own.filter(
        item => item.by === 'CORSMiddleware' && !item.developmentOnly,
      );
      same.slice(0, -1).forEach(item => {
        item.overridden = true;
      });
      configurations.push(...own);
    }
    for (const site of (await context.facts(edge)).sites) {
      if (!site.loadedBy.some(item => item.role === 'production')) {
        continue;
      }
      const seen = new Set<number>();
      for (const route of site.routes) {
        const find = (name: string) =>
          route.headers.find(
            item => item.name.toLocaleLowerCase('en-US') === name,
          );
        const origin = find('access-control-allow-origin');
        const credentials = find('access-control-allow-credentials');
        if (!origin || seen.has(origin.line)) {
          continue;
        }
        seen.add(origin.line);
        const reflects =
          /^\$(?:\{)?http_origin|^\{(?:http\.request\.header\.Origin|header\.Origin|>Origin)\}/i.test(
            origin.value,
          ) && !origin.condition;
        configurations.push({
          subject: `${site.path} ${
            route.location || site.hosts[0] || ''
          }`.trim(),
          by: site.kind,
          path: origin.path,
          line: origin.line,
          endLine: origin.line,
          origins:
            /[$*{]/.test(origin.value) && origin.value !== '*'
              ? []
              : [literal(origin.value, origin.path, origin.line)],
          ...(reflects
            ? {
                reflects: {
                  path: origin.path,
                  line: origin.line,
                  note: `add_header with ${origin.value}`,
                },
              }
            : {}),
          dynamic: origin.value.includes('$'),
          credentials: credentials ? /true/i.test(credentials.value) : false,
          allMethods: find('access-control-allow-methods')?.value === '*',
          allHeaders: find('access-control-allow-headers')?.value === '*',
          developmentOnly: false,
          overridden: false,
        });
      }
    }
    // Applications of one part share what is found by folder.
    const unique = new Map(
      configurations.map(item => [
        `${item.path}:${item.line}:${item.by}`,
        item,
      ]),
    );
    return {
      configurations: [...unique.values()].sort(
        (a, b) =>
          (a.path < b.path ? -1 : Number(a.path > b.path)) || a.line - b.line,
      ),
    };
  },
});
