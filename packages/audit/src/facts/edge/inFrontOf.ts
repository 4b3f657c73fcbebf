import { ApplicationFact } from '../applications/schema';
import { ComposeFacts } from '../compose/schema';
import { Edge, EdgeRoute, EdgeSite } from './schema';

/** A route of a proxy through which an application is reached. */
export interface EdgeInFront {
  site: EdgeSite;
  route: EdgeRoute;
  /** The upstream names a service that is built from the folder of the application. */
  certain: boolean;
}

/**
 * The proxy routes in front of an application: those of files that production configuration loads, whose upstream is
 * a service built from the application's folder. Where the upstream is unknown and there is only one application, it
 * is taken for that one.
 */
export function inFrontOf(
  app: ApplicationFact,
  all: readonly ApplicationFact[],
  edge: Edge,
  compose: ComposeFacts,
): EdgeInFront[] {
  const services = compose.files.flatMap(file => file.services);
  const built = (host: string) =>
    services.filter(service => service.name === host && service.build);
  const holds = (context: string) =>
    context === '' || context === '.' || app.path.startsWith(`${context}/`);
  const result: EdgeInFront[] = [];
  for (const site of edge.sites) {
    if (!site.loadedBy.some(item => item.role === 'production')) {
      continue;
    }
    for (const route of site.routes) {
      if (!route.upstream) {
        continue;
      }
      const known = built(route.upstream);
      if (known.length) {
        const contexts = known.map(service => service.build!.context);
        const narrow = contexts.filter(holds);
        // One context for everything says nothing about which application it is.
        if (narrow.length) {
          const root = narrow.every(
            context => context === '' || context === '.',
          );
          const named = all.filter(other => other.part !== app.part).length > 0;
          if (
            !root ||
            !named ||
            app.part.split('/').pop() === route.upstream ||
            app.part === ''
          ) {
            result.push({ site, route, certain: !root || all.length === 1 });
          }
        }
      } else if (all.filter(other => !other.mountedIn).length === 1) {
        result.push({ site, route, certain: false });
      }
    }
  }
  return result;
}
