import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { applications } from '../../../facts/applications/extract';
import { ApplicationFact } from '../../../facts/applications/schema';
import { isWithin } from '../../../facts/manifests/names';
import { qualitySteps } from '../../../facts/workflows/qualitySteps';
import { BoundaryTest, boundaryTests } from '../../../judging/boundaryTests';
import { noApplication } from '../../../judging/noApplication';
import { count, inOrder } from '../../../judging/outcome';
import { activePipelines } from '../../../judging/pipelines';

/** Tools that drive the surface of a service from its description. */
const DRIVERS = /^(?:schemathesis|newman|hurl|dredd|karate)\b/;

export const check = defineCheck({
  id: 'no-integration-tests',
  area: 'testing',
  severity: 'medium',
  confidence: 'likely',
  phase: 'testing-and-quality',
  effort: 'medium',
  title: 'Nothing tests the service through its boundary',
  description:
    'Looks, for every part with an HTTP application, for collected tests that go through a boundary: a test client (`TestClient`, `APIClient`, `test_client()`, supertest, `inject`, MockMvc, `httptest`), a real or in-memory store (testcontainers, mongodb-memory-server, pglite, the test cases of Django), folders or markers called integration, e2e or contract, or a tool that drives the surface in a pipeline (schemathesis, newman). Tests in which everything is replaced by doubles, files that no runner collects, and helpers do not count.',
  failureMode:
    'Routing, validation, serialisation, guards and queries are never run together before production.',
  manifestation:
    'Unit tests pass, and the service answers 500 because a column is missing, a route is shadowed or a guard is not wired.',
  impact:
    'What breaks most often in a service – the seams – is found by users.',
  remediation:
    'Start the application in the test, with a real database in a container, and ask it as a client does.\n\n```python\ndef test_order_needs_a_token(client: TestClient) -> None:\n    assert client.post("/v1/orders", json={"sku": "a"}).status_code == 401\n```\n\n```ts\nawait request(app).post("/v1/orders").send({ sku: "a" }).expect(401);\n```',
  guardrail: {
    tests: 'one test per route through the test client',
    ci: 'job with the database as a service',
    architecture: 'application factory that tests can start',
  },
  references: [
    {
      title: 'FastAPI: testing',
      url: 'https://fastapi.tiangolo.com/tutorial/testing/',
    },
    {
      title: 'Testcontainers',
      url: 'https://testcontainers.com/',
    },
  ],
  evaluate: async context => {
    const services = await servicesOf(context);
    if (services.length === 0) {
      return noApplication(context, 'There is no service');
    }
    const boundary = await boundaryTests(context);
    const driven = await drivenFromOutside(context);
    const failing: Evidence[] = [];
    const good: Evidence[] = [];
    for (const app of services) {
      const own = boundary.find(item => covers(item, app, services));
      const subject = app.part || 'repository root';
      if (own) {
        good.push({
          path: own.file.path,
          line: own.line,
          note: `drives ${subject} through ${own.by}`,
        });
      } else if (driven) {
        good.push({ ...driven, note: `${driven.note} ${subject}` });
      } else {
        failing.push({
          path: app.path,
          line: app.line,
          subject,
          note: `no test drives this application (${app.framework}) through its boundary`,
        });
      }
    }
    if (failing.length > 0) {
      return {
        status: 'fail',
        summary: `${failing.length} of ${count(
          services.length,
          'service is',
          'services are',
        )} not tested through the boundary: ${failing
          .map(({ subject }) => subject)
          .slice(0, 4)
          .join(', ')}`,
        evidence: inOrder(failing),
        share: good.length / services.length,
        strengths: inOrder(good),
        lookedFor: [
          'test clients, supertest, inject, MockMvc, httptest',
          'testcontainers, in-memory stores',
          'folders and markers integration, e2e, contract',
        ],
      };
    }
    return {
      status: 'pass',
      summary: `${count(
        services.length,
        'service is',
        'services are',
      )} tested through the boundary`,
      evidence: inOrder(good),
    };
  },
});

/** One application for each part that serves something else than pages. */
async function servicesOf(context: CheckContext): Promise<ApplicationFact[]> {
  const found = new Map<string, ApplicationFact>();
  for (const app of (await context.facts(applications)).applications) {
    const pagesOnly =
      app.servesPages && app.routes.every(({ handler }) => handler === 'page');
    if (!pagesOnly && app.routes.length > 0 && !found.has(app.part)) {
      found.set(app.part, app);
    }
  }
  return [...found.values()].sort((a, b) => (a.part < b.part ? -1 : 1));
}

/** Tests of the part itself, of a folder above, or of a folder of their own beside the services. */
function covers(
  { file, by }: BoundaryTest,
  app: ApplicationFact,
  services: readonly ApplicationFact[],
): boolean {
  if (file.part === app.part) {
    return true;
  }
  const ofAnother = services.some(
    ({ part }) => part === file.part && part !== '',
  );
  return (
    !ofAnother && (by.startsWith('folder') || isWithin(app.part, file.part))
  );
}

async function drivenFromOutside(
  context: CheckContext,
): Promise<Evidence | undefined> {
  const { active } = await activePipelines(context);
  const step = qualitySteps(active).find(({ tool }) => DRIVERS.test(tool.name));
  return (
    step && {
      path: step.stepPath,
      line: step.stepLine,
      note: `${step.tool.name} drives`,
    }
  );
}
