import { FileSyntax } from '../../syntax/schema';
import {
  effectiveSettings,
  listEntries,
  productionModules,
  readMiddleware,
} from './djangoSettings';
import { Routing } from './djangoRouting';
import { dynamicPatterns, readUrls } from './djangoUrls';
import { sortRoutes } from './RouteGraph';
import { ApplicationFact, RouteFact } from './schema';
import { argument, Workbench } from './Workbench';

/** Routes that are there once more below a prefix that only some installations have are left out. */
function onceOnly(routes: readonly RouteFact[]): RouteFact[] {
  const keyOf = ({ path, line, method }: RouteFact) =>
    `${path}:${line}:${method}`;
  const isOptional = ({ fullPath }: RouteFact) => fullPath.startsWith('/{…}');
  const plain = new Set(routes.filter(item => !isOptional(item)).map(keyOf));
  return routes.filter(item => !isOptional(item) || !plain.has(keyOf(item)));
}

/** A list that is put together from others, as if it stood in one place. */
function writtenOut(entries: readonly { value: string }[]) {
  const value = entries.map(item => item.value);
  return { value, text: `[${value.map(item => `"${item}"`).join(', ')}]` };
}

/** Django with the REST framework. One application a project. */
export async function readDjango(bench: Workbench): Promise<ApplicationFact[]> {
  const { syntax } = bench.context;
  const files = await syntax.files({
    languages: ['python'],
    classes: ['source', 'config', 'script'],
    containing: [
      'ROOT_URLCONF',
      'INSTALLED_APPS',
      'MIDDLEWARE',
      'DJANGO_SETTINGS_MODULE',
    ],
  });
  const assigns = (file: FileSyntax, name: string) =>
    file.assignments.some(
      item => item.target === name && !item.enclosing.length,
    );
  const bases = files.filter(
    file => assigns(file, 'ROOT_URLCONF') || assigns(file, 'INSTALLED_APPS'),
  );
  if (!bases.length) {
    return [];
  }
  const named = new Set<string>();
  for (const file of files) {
    for (const call of file.calls) {
      const value = argument(call, undefined, 1)?.value;
      if (
        call.callee.endsWith('environ.setdefault') &&
        argument(call, undefined, 0)?.value === 'DJANGO_SETTINGS_MODULE' &&
        typeof value === 'string'
      ) {
        const target = bench.resolver.module(file.path, value);
        if (target) {
          named.add(target);
        }
      }
    }
  }
  // One project: the settings modules of one folder.
  const projects = new Map<string, FileSyntax[]>();
  for (const file of bases) {
    const folder = file.path.split('/').slice(0, -1).join('/');
    const key = folder.endsWith('settings')
      ? folder.split('/').slice(0, -1).join('/')
      : folder;
    projects.set(key, [...(projects.get(key) ?? []), file]);
  }
  const result: ApplicationFact[] = [];
  for (const [folder, modules] of projects) {
    const candidates = await productionModules(bench, folder, modules, named);
    const chosen = candidates[0];
    if (!chosen) {
      continue;
    }
    const effective = await effectiveSettings(bench, chosen, modules);
    const { settings } = effective;
    const root = settings.get('ROOT_URLCONF');
    if (!root && !settings.has('MIDDLEWARE')) {
      // Commands and workers that only use the models.
      continue;
    }
    const at = root ?? settings.get('INSTALLED_APPS');
    const app = bench.application('django', 'python', {
      path: at?.path ?? chosen.path,
      line: at?.line ?? 1,
      endLine: at?.line ?? 1,
    });
    app.id = `${chosen.path}:django`;
    app.name = 'django';
    if (candidates.length > 1) {
      app.partial.push(
        `several settings modules may be the one of production: ${candidates
          .map(f => f.path)
          .join(', ')}`,
      );
    }
    await readMiddleware(bench, effective, app);
    const installed = await listEntries(bench, effective, 'INSTALLED_APPS');
    app.settings = [...settings.values()].map(({ assignment: _, ...setting }) =>
      setting.name === 'INSTALLED_APPS' && installed
        ? { ...setting, ...writtenOut(installed) }
        : setting,
    );
    app.servesPages = (installed ?? []).some(
      ({ value }) => value === 'django.contrib.admin',
    );
    const framework = settings.get('REST_FRAMEWORK');
    const versioning = framework?.value;
    if (
      framework &&
      versioning &&
      typeof versioning === 'object' &&
      !Array.isArray(versioning)
    ) {
      const value = (versioning as Record<string, unknown>)
        .DEFAULT_VERSIONING_CLASS;
      if (typeof value === 'string') {
        const entry = framework.entries?.find(
          item => item.name === 'DEFAULT_VERSIONING_CLASS',
        );
        app.features.push({
          kind: 'api-versioning',
          path: framework.path,
          line: entry?.line ?? framework.line,
          note: `DEFAULT_VERSIONING_CLASS ${value.split('.').pop()}`,
        });
      }
    } else if (framework?.text.includes('DEFAULT_VERSIONING_CLASS')) {
      app.features.push({
        kind: 'api-versioning',
        path: framework.path,
        line: framework.line,
        note: 'DEFAULT_VERSIONING_CLASS',
      });
    }
    const module =
      root && typeof root.value === 'string'
        ? bench.resolver.module(root.path, root.value)
        : undefined;
    const urls = module && (await bench.resolver.file(module));
    if (urls) {
      const routing: Routing = { routes: [], app, seen: new Set() };
      await readUrls(bench, urls, '', undefined, routing, 0);
      app.routes = sortRoutes(onceOnly(routing.routes));
      app.partial.push(...(await dynamicPatterns(bench, folder)));
      if (!routing.routes.length) {
        app.partial.push(`${urls.path}: no URL pattern could be read`);
      }
    } else {
      app.partial.push(
        `${chosen.path}: the root URL configuration was not found`,
      );
    }
    result.push(app);
  }
  return result;
}
