import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { lineOf } from '../../../facts/applications/code';
import { dependsOn, manifests } from '../../../facts/manifests/extract';
import { callsLike, findAll } from '../../../facts/tokens/expressions';
import { FileSyntax } from '../../../syntax/schema';
import {
  FrontendApplication,
  frontendApplications,
} from '../../../judging/frontends';
import { count, inOrder } from '../../../judging/outcome';

/** Packages that report errors of a browser, with the calls that start them. */
const TRACKERS: { packages: string[]; init: RegExp }[] = [
  {
    packages: ['@sentry/*'],
    init: /(?:^|\.)init$/,
  },
  { packages: ['logrocket'], init: /\.init$/ },
  {
    packages: ['@datadog/browser-rum', '@datadog/browser-logs'],
    init: /\.init$/,
  },
  {
    packages: ['@bugsnag/js', '@bugsnag/browser', '@bugsnag/expo'],
    init: /\.start$/,
  },
  { packages: ['rollbar', '@rollbar/react'], init: /Rollbar$|\.init$/ },
  { packages: ['trackjs'], init: /\.install$/ },
  {
    packages: ['@honeybadger-io/js', '@honeybadger-io/react'],
    init: /\.configure$/,
  },
  { packages: ['raygun4js'], init: /rg4js$|\.init$/ },
  { packages: ['@airbrake/browser'], init: /Notifier$/ },
  {
    packages: ['@elastic/apm-rum', '@elastic/apm-rum-react'],
    init: /(?:^|\.)init$/,
  },
  { packages: ['@newrelic/browser-agent'], init: /BrowserAgent$/ },
  { packages: ['@opentelemetry/sdk-trace-web'], init: /WebTracerProvider$/ },
  {
    packages: ['@microsoft/applicationinsights-web'],
    init: /ApplicationInsights$|loadAppInsights$/,
  },
  {
    packages: ['@highlight-run/next', 'highlight.run', '@highlight-run/react'],
    init: /\.init$|HighlightInit$/,
  },
  {
    packages: ['@grafana/faro-web-sdk', '@grafana/faro-react'],
    init: /initializeFaro$/,
  },
  { packages: ['posthog-js'], init: /\.init$/ },
  { packages: ['@appsignal/javascript'], init: /Appsignal$/ },
];

const SCRIPTS = ['typescript', 'tsx', 'javascript'] as const;

export const check = defineCheck({
  id: 'no-frontend-error-tracking',
  area: 'error-tracking',
  severity: 'medium',
  confidence: 'likely',
  phase: 'observability',
  effort: 'small',
  title: 'Nobody hears of errors in the browser',
  description:
    'Every application for the browser should report its errors: a tracker that its manifest names and its code starts (Sentry, LogRocket, Datadog RUM, Bugsnag, Rollbar, TrackJS, Honeybadger, Raygun, Airbrake, Elastic, New Relic, Application Insights, Highlight, Faro, PostHog, OpenTelemetry web), or an own handler of `error`, `unhandledrejection` or an error boundary that sends something. The tracker of the backend does not see the browser; analytics count nothing.',
  failureMode: 'Errors in the browser end in the console of the visitor.',
  manifestation:
    'Support learns of a broken page from the people who could not use it.',
  impact:
    'A release that breaks a page for some browsers stays broken until somebody complains.',
  remediation:
    'Start a tracker first thing in the entry file, with release and environment.\n\n```ts\nSentry.init({ dsn: import.meta.env.VITE_SENTRY_DSN, release, environment });\n```\n\nIn Next.js put it into `instrumentation-client.ts`. Upload source maps with the build.',
  guardrail: {
    tests: 'a component test that throws and expects a report',
    ci: 'upload of source maps',
    architecture: 'an application shell with tracker and boundary',
  },
  references: [
    {
      title: 'Sentry for JavaScript',
      url: 'https://docs.sentry.io/platforms/javascript/',
    },
    {
      title: 'MDN: unhandledrejection',
      url: 'https://developer.mozilla.org/docs/Web/API/Window/unhandledrejection_event',
    },
  ],
  evaluate: async context => {
    const applications = await frontendApplications(context);
    if (applications.length === 0) {
      return {
        status: 'not-applicable',
        summary: 'No application for the browser',
      };
    }
    const strengths: Evidence[] = [];
    const failing: Evidence[] = [];
    for (const application of applications) {
      const subject = application.root || 'repository root';
      const found = await reporting(context, application);
      if ('good' in found) {
        strengths.push({ ...found.good, subject });
      } else {
        failing.push({
          ...application.entry,
          subject,
          note: found.declared
            ? `${application.framework} application: ${found.declared} is a dependency that nothing starts`
            : `${application.framework} application without error reporting`,
        });
      }
    }
    if (failing.length === 0) {
      return {
        status: 'pass',
        summary: `${count(
          applications.length,
          'application reports',
          'applications report',
        )} errors of the browser`,
        evidence: inOrder(strengths),
      };
    }
    return {
      status: 'fail',
      summary: `${failing.length} of ${count(
        applications.length,
        'application reports',
        'applications report',
      )} no errors of the browser: ${failing
        .map(item => item.subject)
        .join(', ')}`,
      evidence: inOrder(failing),
      share: strengths.length / applications.length,
      strengths: inOrder(strengths),
      lookedFor: [
        ...TRACKERS.flatMap(({ packages }) => packages),
        'window.onerror, error and unhandledrejection handlers that send',
        'componentDidCatch, app.config.errorHandler that send',
      ],
    };
  },
});

type Reporting = { good: Evidence } | { declared?: string };

async function reporting(
  context: CheckContext,
  application: FrontendApplication,
): Promise<Reporting> {
  const declared = await context.facts(manifests);
  const own = new Set(application.files.map(({ path }) => path));
  let named: string | undefined;
  for (const { packages, init } of TRACKERS) {
    const [dependency] = dependsOn(declared, 'npm', packages, {
      root: application.root,
      scope: ['production', 'development'],
    });
    if (!dependency) {
      continue;
    }
    named ??= dependency.name;
    const start = await startOf(context, application, own, packages, init);
    if (start) {
      return { good: { ...start, note: `${dependency.name} is started here` } };
    }
  }
  const handler = await ownHandler(context, own);
  return handler ? { good: handler } : { declared: named };
}

/** Where a tracker is started in code of the application for the browser. */
async function startOf(
  { syntax }: CheckContext,
  application: FrontendApplication,
  own: ReadonlySet<string>,
  packages: readonly string[],
  init: RegExp,
): Promise<{ path: string; line: number } | undefined> {
  const words = packages.map(name => name.replace(/\*$/, ''));
  const files = await syntax.files({
    languages: SCRIPTS,
    classes: ['source', 'config'],
    containing: words,
  });
  for (const file of files) {
    const inside =
      own.has(file.path) ||
      application.root === '' ||
      file.path.startsWith(`${application.root}/`);
    const imported = file.imports.some(({ module }) =>
      words.some(
        word =>
          module === word || (word.endsWith('/') && module.startsWith(word)),
      ),
    );
    // The server's half of a framework's tracker does not see the browser.
    if (
      !inside ||
      !imported ||
      /(?:^|\/)(?:sentry\.(?:server|edge)\.config|instrumentation|server)\.[mc]?[jt]s$/.test(
        file.path,
      )
    ) {
      continue;
    }
    const call = file.calls.find(
      item => init.test(item.callee) || init.test(item.name),
    );
    if (call) {
      return { path: file.path, line: call.line };
    }
  }
  return undefined;
}

const HANDLERS = [
  'unhandledrejection',
  'onerror',
  'componentDidCatch',
  'errorHandler',
];
const SENDS =
  '(?:^|\\.)(?:sendBeacon|fetch|post|report\\w*|captureException|captureError|trackException|sendError|logError)$';

/** An own handler that sends what it gets. */
async function ownHandler(
  { syntax }: CheckContext,
  own: ReadonlySet<string>,
): Promise<Evidence | undefined> {
  for (const file of await syntax.files({
    languages: SCRIPTS,
    containing: HANDLERS,
  })) {
    if (!own.has(file.path)) {
      continue;
    }
    for (const node of handlersIn(file)) {
      const { start, end } = node.range();
      const sends = callsLike(file, SENDS).some(call => {
        const at = call.range().start.index;
        return at > start.index && at < end.index;
      });
      if (sends) {
        return {
          path: file.path,
          line: lineOf(node),
          note: 'an own handler sends errors',
        };
      }
    }
  }
  return undefined;
}

function handlersIn(file: FileSyntax) {
  return [
    ...findAll(file.root, {
      kind: 'call_expression',
      all: [
        { has: { field: 'function', regex: 'addEventListener$' } },
        {
          regex:
            'addEventListener\\(\\s*["\'](?:unhandledrejection|error)["\']',
        },
      ],
    }),
    ...findAll(file.root, {
      kind: 'assignment_expression',
      has: {
        field: 'left',
        regex: '(?:onerror|onunhandledrejection|config\\.errorHandler)$',
      },
    }),
    ...findAll(file.root, {
      kind: 'method_definition',
      has: { field: 'name', regex: '^(?:componentDidCatch|handleError)$' },
    }),
  ];
}
