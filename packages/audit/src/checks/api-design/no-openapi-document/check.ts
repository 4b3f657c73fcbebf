import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import {
  apiApplications,
  nameOf,
  placeOf,
} from '../../../facts/applications/describe';
import { applications } from '../../../facts/applications/extract';
import { ApplicationFact } from '../../../facts/applications/schema';
import { inventory } from '../../../facts/inventory/extract';
import { noApplication } from '../../../judging/noApplication';

const DOCUMENT =
  /(?:^|[._/-])(?:openapi|swagger|asyncapi)(?:[._-][\w.-]*)?\.(?:ya?ml|json)$/i;
const CONTRACT = /\.(?:proto|graphqls?|graphql|gql)$/;
const FIRST_KEY = /^[ \t]*["']?(?:openapi|swagger|asyncapi)["']?[ \t]*:/m;

/** Libraries that make the document from code; they count where production code imports them. */
const GENERATORS: Record<string, string[]> = {
  typescript: [
    'swagger-jsdoc',
    'tsoa',
    '@asteasolutions/zod-to-openapi',
    'zod-openapi',
    '@fastify/swagger',
    '@nestjs/swagger',
    'express-zod-api',
    '@ts-rest/open-api',
    'routing-controllers-openapi',
    'trpc-openapi',
  ],
  go: [
    'github.com/swaggo/',
    'github.com/danielgtaylor/huma',
    'github.com/getkin/kin-openapi',
    'github.com/grpc-ecosystem/grpc-gateway',
  ],
  java: ['org.springdoc', 'io.swagger.v3.oas.annotations', 'springfox'],
  python: ['apispec', 'spectree', 'connexion', 'flasgger'],
};

async function generator(
  context: CheckContext,
  app: ApplicationFact,
): Promise<Evidence | undefined> {
  const language =
    app.language === 'tsx' || app.language === 'javascript'
      ? 'typescript'
      : app.language;
  const modules = GENERATORS[language] ?? [];
  const files = await context.syntax.files({
    languages:
      language === 'typescript'
        ? ['typescript', 'tsx', 'javascript']
        : [language],
    containing: modules,
  });
  for (const file of files) {
    if (app.part && !file.path.startsWith(`${app.part}/`)) {
      continue;
    }
    const found = file.imports.find(item =>
      modules.some(
        name => item.module === name || item.module.startsWith(name),
      ),
    );
    if (
      found &&
      file.calls.some(
        call =>
          call.name.startsWith(found.module) ||
          call.callee.split('.')[0] === found.local,
      )
    ) {
      return {
        path: file.path,
        line: found.line,
        note: `${found.module} generates the document`,
      };
    }
  }
  return undefined;
}

export const check = defineCheck({
  id: 'no-openapi-document',
  area: 'api-design',
  severity: 'medium',
  confidence: 'likely',
  phase: 'api-maturity',
  effort: 'medium',
  title: 'API without a machine-readable description',
  description:
    'Nothing describes the API in a form that tools read: no generator that is attached to the application and no committed OpenAPI, AsyncAPI, GraphQL or protobuf document.',
  failureMode: 'The contract exists only in the code.',
  manifestation:
    'Callers read the source or ask, clients are written by hand, and nobody sees a breaking change in a review.',
  impact:
    'Breaking changes reach callers unannounced. Contract tests, client generation and gateway validation are not possible.',
  remediation:
    'Let the framework generate the document and keep a copy that CI compares:\n\n```ts\nSwaggerModule.setup("docs", app, () => SwaggerModule.createDocument(app, options));\n```',
  guardrail: {
    linter: 'Spectral',
    tests: 'contract tests',
    ci: 'oasdiff, Schemathesis',
    architecture: 'API entity in the catalog with its definition',
  },
  references: [
    {
      title: 'OpenAPI Specification',
      url: 'https://spec.openapis.org/oas/latest.html',
    },
    {
      title: 'OWASP API9: Improper inventory management',
      url: 'https://owasp.org/API-Security/editions/2023/en/0xa9-improper-inventory-management/',
    },
  ],
  evaluate: async context => {
    const all = (await context.facts(applications)).applications;
    const apps = apiApplications(all);
    if (!apps.length) {
      return noApplication(context, 'No HTTP API that others call was found');
    }
    const { files } = await context.facts(inventory);
    const documents = files.filter(
      file =>
        !['test', 'fixture', 'vendored', 'example'].includes(file.class) &&
        (CONTRACT.test(file.path) ||
          (DOCUMENT.test(file.path) &&
            FIRST_KEY.test(context.read(file.path)?.slice(0, 4000) ?? ''))),
    );
    const evidence: Evidence[] = [];
    const strengths: Evidence[] = [];
    for (const app of apps) {
      const name = nameOf(app, apps);
      const inside = [app, ...all.filter(other => other.mountedIn === app.id)];
      const feature = inside
        .flatMap(item => item.features)
        .find(item => item.kind === 'openapi');
      const document = documents.find(
        file =>
          apps.length === 1 ||
          !app.part ||
          file.path.startsWith(`${app.part}/`) ||
          !apps.some(
            other => other.part && file.path.startsWith(`${other.part}/`),
          ),
      );
      const committed = document && {
        path: document.path,
        line: 1,
        note: 'committed description of the API',
      };
      const found = feature
        ? { path: feature.path, line: feature.line, note: feature.note }
        : committed ?? (await generator(context, app));
      if (found) {
        strengths.push({ ...found, subject: name });
        continue;
      }
      const off = app.features.find(item => item.kind === 'openapi-off');
      evidence.push({
        ...(off ? { path: off.path, line: off.line } : placeOf(app)),
        subject: name,
        note: off
          ? `the generated document is switched off: ${off.note}`
          : 'no generator and no committed document',
      });
    }
    if (evidence.length) {
      return {
        status: 'fail',
        summary: `${evidence.length} of ${apps.length} APIs ${
          evidence.length === 1 ? 'has' : 'have'
        } no machine-readable description: ${evidence
          .map(item => item.subject)
          .join(', ')}`,
        evidence,
        strengths,
        share: strengths.length / apps.length,
        lookedFor: [
          'openapi.*, swagger.*, asyncapi.*, *.proto, *.graphql',
          'FastAPI, @nestjs/swagger, drf-spectacular, drf-yasg, springdoc, swag, tsoa, zod-openapi, swagger-jsdoc',
        ],
      };
    }
    return {
      status: 'pass',
      summary: `Every API has a machine-readable description: ${strengths[0].note}`,
      evidence: strengths,
    };
  },
});
