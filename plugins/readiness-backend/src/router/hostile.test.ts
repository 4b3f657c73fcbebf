import { Knex } from 'knex';
import request from 'supertest';
import { createTestDatabases, databaseIds } from '../__testUtils__/databases';
import { startReadiness } from '../__testUtils__/startReadiness';
import { checks, createWaivedWorld } from '../__testUtils__/waivers';
import { spec } from './openapi.generated';

jest.setTimeout(240_000);
const databases = createTestDatabases();

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
}
type Operation = {
  parameters?: readonly (Parameter | { $ref: string })[];
  requestBody?: object;
};

/** Every operation of the API, as the description has it: a new one is tested without being named here. */
const operations = Object.entries(spec.paths).flatMap(([path, methods]) =>
  Object.entries(methods as Record<string, Operation>).map(
    ([method, operation]) => ({
      method,
      path,
      hasBody: operation.requestBody !== undefined,
      parameters: (operation.parameters ?? []).map(resolve),
    }),
  ),
);

function resolve(parameter: Parameter | { $ref: string }): Parameter {
  if (!('$ref' in parameter)) {
    return parameter;
  }
  const name = parameter.$ref.split('/').at(-1)!;
  return (spec.components.parameters as Record<string, Parameter>)[name];
}

const forged = (value: unknown) =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

const VALUES = [
  '',
  '\0',
  '%F0%9F%98%80',
  "' OR 1=1 --",
  '-1',
  '1e309',
  'NaN',
  '../../etc/passwd',
  '{"$ne":null}',
  '9999-99-99',
  'x'.repeat(8000),
  forged(null),
  forged({ query: {}, position: {} }),
  forged({
    query: { filter: {}, orderBy: 'severity', order: 'asc' },
    position: { direction: 'next', value: { $gt: '' }, key: 'x' },
  }),
];

const nested = (depth: number): string =>
  `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const BODIES = [
  '',
  'null',
  '1',
  '"x"',
  '[]',
  '[[[[]]]]',
  '{',
  '{}',
  '{"__proto__":{"type":"start"}}',
  '{"constructor":{"prototype":{"x":1}}}',
  '{"comment":"a\\u0000b"}',
  nested(20_000),
  `{"findings":${JSON.stringify(Array(501).fill({ id: 'x' }))}}`,
  `"${'x'.repeat(400_000)}"`,
];

describe.each(databaseIds)('hostile requests on %s', id => {
  let knex: Knex;
  let backend: Awaited<ReturnType<typeof startReadiness>>;
  beforeAll(async () => {
    knex = await databases.migrated(id);
    await createWaivedWorld(knex);
    backend = await startReadiness({ knex, checks });
  });
  afterAll(() => backend.stop());

  const urlOf = (path: string, values: Record<string, string> = {}) =>
    `/api/readiness${path.replace(/\{(\w+)\}/g, (_, name) =>
      encodeURIComponent(values[name] ?? 'x'),
    )}`;
  const send = (method: string, url: string) =>
    method === 'get'
      ? request(backend.server).get(url)
      : request(backend.server).post(url);

  it.each(operations)(
    'never make $method $path fail by itself',
    async ({ method, path, parameters, hasBody }) => {
      const failures: unknown[] = [];
      const note = (status: number, what: unknown) => {
        if (status >= 500) {
          failures.push([status, what]);
        }
      };
      for (const parameter of parameters) {
        for (const value of VALUES) {
          let call = send(
            method,
            parameter.in === 'path'
              ? urlOf(path, { [parameter.name]: value })
              : urlOf(path),
          );
          if (parameter.in === 'query') {
            call = call.query(`${parameter.name}=${encodeURIComponent(value)}`);
          } else if (parameter.in === 'header') {
            call = call.set(parameter.name, encodeURIComponent(value));
          }
          note((await call).status, [parameter.name, value.slice(0, 60)]);
        }
      }
      for (const body of hasBody ? BODIES : []) {
        const { status } = await send(method, urlOf(path))
          .set('Content-Type', 'application/json')
          .send(body);
        note(status, body.slice(0, 60));
        expect([body.slice(0, 60), status]).not.toEqual([
          expect.anything(),
          200,
        ]);
      }
      expect(failures).toEqual([]);
    },
  );
});
