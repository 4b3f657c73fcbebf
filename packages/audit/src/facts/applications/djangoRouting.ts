import { ApplicationFact, RouteFact } from './schema';

export interface Routing {
  routes: RouteFact[];
  app: ApplicationFact;
  seen: Set<string>;
}

export function push(
  routing: Routing,
  route: Partial<RouteFact> &
    Pick<RouteFact, 'method' | 'fullPath' | 'path' | 'line'>,
) {
  if (routing.routes.length < 5000) {
    routing.routes.push({
      parameters: [],
      guards: [],
      guardedBy: [],
      async: false,
      list: false,
      ...route,
    });
  }
}

/** `<int:pk>` and `{int:pk}` become `{pk}`. */
export function parametersOfPath(path: string): string {
  return path
    .replace(/<(?:[^<>:]*:)?([^<>:]*)>/g, '{$1}')
    .replace(/\{\w+:(\w+)\}/g, '{$1}');
}

/** A readable path from a route or a regular expression of Django. */
export function cleanPattern(pattern: string, expression: boolean): string {
  const parameters = parametersOfPath(pattern);
  return expression
    ? parameters
        .replace(/^\^/, '')
        .replace(/\$$/, '')
        // `^login/?$`
        .replace(/\/\?(?=$|\/)/g, '/')
        .replace(/\(\?P(\{[^}]*\})[^()]*\)/g, '$1')
        .replace(/\\/g, '')
    : parameters;
}
