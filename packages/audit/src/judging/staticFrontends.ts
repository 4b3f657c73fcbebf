import { CheckContext } from '../engine/types';
import { applications } from '../facts/applications/extract';
import { compose } from '../facts/compose/extract';
import { edge } from '../facts/edge/extract';
import { EdgeRoute, EdgeSite } from '../facts/edge/schema';
import { FrontendApplication, frontendApplications } from './frontends';

/** Builds for the browser that no application object of the tree serves. */
export async function staticFrontends(
  context: CheckContext,
): Promise<FrontendApplication[]> {
  const { applications: all } = await context.facts(applications);
  return (await frontendApplications(context)).filter(
    ({ root, framework }) =>
      !all.some(
        app =>
          app.part === root &&
          (app.servesPages ||
            app.framework === 'nextjs' ||
            framework === 'nextjs'),
      ),
  );
}

/** Routes of proxies and servers of files that serve a build: of its folder, or in front of the service that does. */
export async function servedBy(
  context: CheckContext,
  frontend: FrontendApplication,
  frontends: readonly FrontendApplication[],
): Promise<{ site: EdgeSite; route: EdgeRoute }[]> {
  const { sites } = await context.facts(edge);
  const { files } = await context.facts(compose);
  const { root } = frontend;
  const inside = (path: string) => root !== '' && path.startsWith(`${root}/`);
  const services = files
    .flatMap(file => file.services)
    .filter(
      ({ build }) =>
        build &&
        root !== '' &&
        (build.context === root || inside(build.context)),
    )
    .map(({ name }) => name);
  return sites
    .filter(site => site.loadedBy.some(({ role }) => role === 'production'))
    .flatMap(site =>
      site.routes
        .filter(route =>
          route.upstream
            ? services.includes(route.upstream)
            : inside(site.path) ||
              site.loadedBy.some(
                ({ path, name }) => inside(path) || services.includes(name),
              ) ||
              frontends.length === 1,
        )
        .map(route => ({ site, route })),
    );
}
