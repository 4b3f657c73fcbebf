import { Confidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import {
  nameOf,
  placeOf,
  standalone,
} from '../../../facts/applications/describe';
import { applications } from '../../../facts/applications/extract';
import { ApplicationFact } from '../../../facts/applications/schema';
import { responseHeaders } from '../../../facts/headers/extract';
import { policyOfText } from '../../../facts/headers/policy';
import { ContentPolicy } from '../../../facts/headers/schema';
import { staticPolicies } from '../../../facts/headers/staticPolicies';
import { FrontendApplication } from '../../../judging/frontends';
import { servedBy, staticFrontends } from '../../../judging/staticFrontends';

/** A policy that reaches the pages of an application. */
export interface PagePolicy {
  path: string;
  line: number;
  by: string;
  /** Absent when it is set and could not be read. */
  policy?: ContentPolicy;
  reportOnly: boolean;
}

/** Something that serves pages, with the policies on them. */
export interface PageApplication {
  name: string;
  /** Where the header would be set. */
  place: { path: string; line: number };
  policies: PagePolicy[];
  confidence?: Confidence;
}

/** Everything of the tree that serves pages: applications, and builds for the browser that a server of files serves. */
export async function pageApplications(
  context: CheckContext,
): Promise<PageApplication[]> {
  const all = (await context.facts(applications)).applications;
  const apps = standalone(all).filter(app => app.servesPages);
  const frontends = await staticFrontends(context);
  return [
    ...(await Promise.all(apps.map(app => ofApplication(context, app, apps)))),
    ...(
      await Promise.all(
        frontends.map(item => ofFrontend(context, item, frontends, apps)),
      )
    ).flat(),
  ];
}

async function ofApplication(
  context: CheckContext,
  app: ApplicationFact,
  apps: readonly ApplicationFact[],
): Promise<PageApplication> {
  const facts = await context.facts(responseHeaders);
  const own = facts.applications.find(item => item.application === app.id);
  const configuration = app.middleware.find(
    item => item.name === 'next.config.headers',
  )?.definedAt?.[0];
  const policies = (own?.headers ?? [])
    .filter(({ name }) => name.startsWith('content-security-policy'))
    .map(
      (item): PagePolicy => ({
        path: item.path,
        line: item.line,
        by: item.by,
        policy:
          item.policy ?? (item.value ? policyOfText(item.value) : undefined),
        reportOnly:
          item.name.endsWith('report-only') || item.policy?.reportOnly === true,
      }),
    );
  const files = (await context.facts(staticPolicies)).filter(({ path }) =>
    app.part === '' ? true : path.startsWith(`${app.part}/`),
  );
  return {
    name: nameOf(app, apps),
    place: configuration
      ? { path: configuration.path, line: configuration.line }
      : placeOf(app),
    policies: [...policies, ...files.map(fromFile)],
    ...(own?.partial.length ? { confidence: 'plausible' as const } : {}),
  };
}

function fromFile(item: {
  path: string;
  line: number;
  policy: ContentPolicy;
  by: string;
}): PagePolicy {
  return {
    path: item.path,
    line: item.line,
    by: item.by,
    policy: item.policy,
    reportOnly: item.policy.reportOnly,
  };
}

async function ofFrontend(
  context: CheckContext,
  frontend: FrontendApplication,
  frontends: readonly FrontendApplication[],
  apps: readonly ApplicationFact[],
): Promise<PageApplication[]> {
  const inside = (path: string) =>
    frontend.root === '' || path.startsWith(`${frontend.root}/`);
  const sites = await servedBy(context, frontend, frontends);
  const policies = [
    ...(await context.facts(staticPolicies))
      .filter(({ path }) => inside(path))
      .map(fromFile),
    ...sites.flatMap(({ route }) =>
      route.headers
        .filter(({ name }) => /^content-security-policy/i.test(name))
        .map(
          (item): PagePolicy => ({
            path: item.path,
            line: item.line,
            by: 'proxy',
            policy: policyOfText(item.value),
            reportOnly: /report-only$/i.test(item.name),
          }),
        ),
    ),
  ];
  if (sites.length === 0 && policies.length === 0 && apps.length > 0) {
    // A server of the tree serves the build; what it sends is judged there.
    return [];
  }
  const [site] = sites;
  return [
    {
      name:
        frontend.root.split('/').pop() || `${frontend.framework} application`,
      place: site
        ? { path: site.route.path, line: site.route.line }
        : frontend.entry,
      policies: unique(policies),
      // Who serves the files is not in the tree.
      ...(site ? {} : { confidence: 'plausible' as const }),
    },
  ];
}

function unique(policies: PagePolicy[]): PagePolicy[] {
  return [
    ...new Map(
      policies.map(item => [`${item.path}:${item.line}`, item]),
    ).values(),
  ];
}
