import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { frontendApplications } from '../../../judging/frontends';
import { count, inOrder } from '../../../judging/outcome';
import { boundariesOf } from './boundaries';

export const check = defineCheck({
  id: 'no-error-boundary',
  area: 'frontend',
  severity: 'medium',
  confidence: 'likely',
  phase: 'testing-and-quality',
  effort: 'small',
  title: 'Frontend without an error boundary',
  description:
    'Every application for the browser should have an error boundary around its pages, so that an error while drawing shows a message instead of an empty page. Boundaries by file name (`app/**/error.tsx`, `+error.svelte`) count, components count when they are used.',
  failureMode:
    'An error thrown while drawing is caught by nothing of the application.',
  manifestation:
    'One unexpected value in an answer of the API, and the whole page turns white.',
  impact:
    'A fault in a small part takes the whole application away from everybody who meets it, and nobody is told.',
  remediation: `Put a boundary around the router, with a fallback and a report.

\`\`\`tsx
<ErrorBoundary FallbackComponent={Oops} onError={report}>
  <RouterProvider router={router} />
</ErrorBoundary>
\`\`\`

In Next.js add \`app/error.tsx\` and \`app/global-error.tsx\`, in Vue set \`app.config.errorHandler\`, in Angular provide an \`ErrorHandler\`.`,
  guardrail: {
    tests: 'a component test that throws inside a page',
    architecture: 'an application shell with boundaries',
  },
  references: [
    {
      title: 'React: Catching rendering errors with an error boundary',
      url: 'https://react.dev/reference/react/Component#catching-rendering-errors-with-an-error-boundary',
    },
    {
      title: 'Next.js: error.js',
      url: 'https://nextjs.org/docs/app/api-reference/file-conventions/error',
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
    const evidence: Evidence[] = [];
    for (const application of applications) {
      const subject = application.root || 'repository root';
      const { used, unused } = await boundariesOf(context, application);
      if (used.length > 0) {
        strengths.push(...used.map(place => ({ ...place, subject })));
      } else {
        evidence.push({
          ...application.entry,
          subject,
          note: unused.length
            ? `${application.framework} application: ${unused[0].note} is a boundary that nothing uses`
            : `${application.framework} application without a boundary`,
          related: unused,
        });
      }
    }
    if (evidence.length === 0) {
      return {
        status: 'pass',
        summary: `${count(
          applications.length,
          'application has',
          'applications have',
        )} an error boundary`,
        evidence: inOrder(strengths).slice(0, 20),
      };
    }
    return {
      status: 'fail',
      summary: `${evidence.length} of ${count(
        applications.length,
        'application has',
        'applications have',
      )} no error boundary: ${evidence.map(item => item.subject).join(', ')}`,
      evidence: inOrder(evidence),
      share: strengths.length
        ? (applications.length - evidence.length) / applications.length
        : 0,
      strengths: inOrder(strengths),
      lookedFor: [
        'componentDidCatch, getDerivedStateFromError',
        'react-error-boundary and boundaries of error trackers',
        'errorElement, errorComponent, ErrorBoundary of routers',
        'app/**/error.*, global-error.*, pages/_error.*, error.vue, +error.svelte',
        'errorCaptured, app.config.errorHandler, ErrorHandler',
      ],
    };
  },
});
