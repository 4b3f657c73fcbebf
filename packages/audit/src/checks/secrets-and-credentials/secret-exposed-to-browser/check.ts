import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { frontends } from '../../../facts/frontends/extract';
import { lineOf } from '../../../facts/applications/code';
import { WHOLE_ENVIRONMENT } from '../../../facts/frontends/publicVariables';
import { PublicVariable } from '../../../facts/frontends/schema';
import { inventory, partOf } from '../../../facts/inventory/extract';
import { findAll } from '../../../facts/tokens/expressions';
import { frontendApplications } from '../../../judging/frontends';
import { count, inOrder, somePlaces } from '../../../judging/outcome';
import { clientReads } from './clientReads';
import { judgeName } from './names';

export const check = defineCheck({
  id: 'secret-exposed-to-browser',
  area: 'secrets-and-credentials',
  severity: 'critical',
  confidence: 'certain',
  phase: 'security-critical',
  effort: 'medium',
  title: 'Secret in what the browser downloads',
  description:
    'Looks for variables that a bundler copies into the browser (`NEXT_PUBLIC_`, `VITE_`, `REACT_APP_`, `NUXT_PUBLIC_`, `PUBLIC_`, `EXPO_PUBLIC_`, `VUE_APP_`, `GATSBY_`, `environment.ts` of Angular, `env` of next.config, `runtimeConfig.public`, `define` and `DefinePlugin`) and whose name says that they are secret, in code, environment files, images and pipelines; for bundlers that are given the whole environment; and for client components that read a secret of the server. Site keys, publishable keys, keys of maps, analytics and error trackers are public by design. A secret handed to a client component as a property is not seen.',
  failureMode:
    'A secret carries a public prefix, or an option of the bundler writes it into the script that every visitor downloads.',
  manifestation:
    'Searching the downloaded scripts for the beginning of the value finds it.',
  impact:
    'Every visitor has the secret: previews, internal interfaces and accounts at other providers are open to everybody, and rotating it needs a new release.',
  remediation:
    'Read the secret on the server only and let the browser ask the server. Then rotate it, because it was published.\n\n```ts\n// app/api/preview/route.ts runs on the server\nimport "server-only";\nconst secret = process.env.CMS_PREVIEW_SECRET; // no NEXT_PUBLIC_\n```\n\nA typed schema that separates the two (`@t3-oss/env-nextjs`) refuses the mistake at build time.',
  guardrail: {
    linter: 'gitleaks (hook), ESLint no-restricted-syntax on public prefixes',
    tests: 'a test that searches the built assets for secret names',
    ci: 'trufflehog on the build output',
    architecture: 'server-only modules, typed environment schema',
  },
  references: [
    {
      title: 'Next.js: bundling environment variables for the browser',
      url: 'https://nextjs.org/docs/app/guides/environment-variables#bundling-environment-variables-for-the-browser',
    },
    {
      title: 'Vite: env variables and modes',
      url: 'https://vite.dev/guide/env-and-mode',
    },
    {
      title: 'CWE-200',
      url: 'https://cwe.mitre.org/data/definitions/200.html',
    },
  ],
  evaluate: async context => {
    const facts = await context.facts(frontends);
    const applications = await frontendApplications(context);
    if (applications.length === 0 && facts.publicVariables.length === 0) {
      return {
        status: 'not-applicable',
        summary: 'No application for the browser',
      };
    }
    const evidence = inOrder([
      ...byName(facts.publicVariables.filter(item => item.class !== 'test')),
      ...(await clientReads(context, applications)),
    ]);
    if (evidence.length > 0) {
      return {
        status: 'fail',
        summary: `${count(
          evidence.length,
          'secret reaches',
          'secrets reach',
        )} the browser: ${evidence
          .slice(0, 3)
          .map(item => item.subject)
          .join(', ')} (${somePlaces(evidence)})`,
        evidence,
      };
    }
    return {
      status: 'pass',
      summary: facts.publicVariables.length
        ? `${count(
            new Set(facts.publicVariables.map(item => item.name)).size,
            'public variable',
          )}, none of them secret`
        : 'No variable is copied into the browser',
      evidence: await separations(context),
    };
  },
});

/** One finding a variable: where code reads it, with the other places beside. */
function byName(variables: readonly PublicVariable[]): Evidence[] {
  const groups = new Map<string, PublicVariable[]>();
  for (const item of variables) {
    groups.set(item.name, [...(groups.get(item.name) ?? []), item]);
  }
  const order = { read: 0, inlined: 1, set: 2 };
  return [...groups].flatMap(([name, places]): Evidence[] => {
    const judgement =
      name === WHOLE_ENVIRONMENT
        ? ({ severity: 'critical', what: 'the whole environment' } as const)
        : judgeName(name, places[0].how);
    if (!judgement) {
      return [];
    }
    const [first, ...others] = [...places].sort(
      (a, b) => order[a.how] - order[b.how],
    );
    return [
      {
        path: first.path,
        line: first.line,
        subject: name,
        ...(judgement.severity === 'critical'
          ? {}
          : { severity: judgement.severity, confidence: 'plausible' as const }),
        note: `${judgement.what} is public by ${first.because}`,
        related: others.slice(0, 10).map(({ path, line }) => ({ path, line })),
      },
    ];
  });
}

/** Where the border between server and client is drawn. */
async function separations(context: CheckContext): Promise<Evidence[]> {
  const { parts } = await context.facts(inventory);
  const files = await context.syntax.files({
    languages: ['typescript', 'tsx', 'javascript'],
    containing: ['server-only', '@t3-oss/env-'],
  });
  return inOrder(
    files.flatMap(file =>
      // `import 'server-only'` binds no name.
      findAll(file.root, {
        kind: 'import_statement',
        regex: '["\'](?:server-only|@t3-oss/env-[a-z]+)["\'];?$',
      }).map(node => ({
        path: file.path,
        line: lineOf(node),
        subject: partOf(parts, file.path) || 'repository root',
        note: node.text().includes('server-only')
          ? 'cannot be imported by a client component'
          : 'typed environment that separates server and client',
      })),
    ),
  ).slice(0, 10);
}
