import type { SgNode } from '@ast-grep/napi';
import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { isDevelopmentOnly } from '../../../facts/settings/conditions';
import { settings } from '../../../facts/settings/extract';
import { isSecretName, wordsOf } from '../../../facts/settings/secretNames';
import {
  codeFiles,
  count,
  inOrder,
  somePlaces,
  judged,
} from '../../../judging/outcome';
import { CallFact, FileSyntax } from '../../../syntax/schema';

/** Sources of numbers that can be computed back from their output. */
const PREDICTABLE = new Set([
  ...[
    'random',
    'randint',
    'randrange',
    'choice',
    'choices',
    'sample',
    'getrandbits',
    'shuffle',
    'uniform',
  ].map(name => `random.${name}`),
  ...['randint', 'choice', 'rand', 'bytes'].map(name => `numpy.random.${name}`),
  'Math.random',
  'uuid.uuid1',
  ...[
    'Int',
    'Intn',
    'Int31',
    'Int31n',
    'Int63',
    'Int63n',
    'Float64',
    'Read',
    'Perm',
  ].flatMap(name => [`math/rand.${name}`, `math/rand/v2.${name}`]),
  ...['nextInt', 'nextLong', 'nextBytes', 'nextDouble', 'ints'].map(
    name => `java.util.Random.${name}`,
  ),
  'java.util.Random',
  'org.apache.commons.lang3.RandomStringUtils.randomAlphanumeric',
  'org.apache.commons.lang3.RandomStringUtils.random',
]);

const SAFE_SOURCES = [
  'secrets.token_urlsafe',
  'secrets.token_hex',
  'secrets.token_bytes',
  'secrets.choice',
  'secrets.randbelow',
  'os.urandom',
  'crypto.randomBytes',
  'crypto.randomInt',
  'crypto.randomUUID',
  'crypto.getRandomValues',
  'nanoid.nanoid',
  'crypto/rand.Read',
  'crypto/rand.Int',
  'crypto/rand.Text',
  'java.security.SecureRandom',
  'cryptography.fernet.Fernet',
];

/** Clients whose calls take `verify`. */
const HTTP_CLIENT =
  /^(?:requests|httpx|aiohttp|urllib3|niquests|curl_cffi)\b|(?:^|[._])(?:client|session|http|https|api)\w*\.(?:get|post|put|patch|delete|head|options|request|stream|send)$/i;

const TLS_OPTIONS = [
  'verify',
  'rejectUnauthorized',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'InsecureSkipVerify',
  '_create_unverified_context',
  'CERT_NONE',
  'check_hostname',
  'verify_ssl',
  'ssl=False',
  'NoopHostnameVerifier',
  'TrustAllStrategy',
  'tlsInsecure',
  'tlsAllowInvalidCertificates',
  'tls_insecure',
];

const RANDOM_WORDS = ['random', 'Random', 'rand.', 'uuid1', '"math/rand'];

export const check = defineCheck({
  id: 'weak-cryptography',
  area: 'secrets-and-credentials',
  severity: 'high',
  confidence: 'certain',
  phase: 'security-critical',
  effort: 'small',
  title: 'Predictable secrets or switched-off certificate checks',
  description:
    'Looks for tokens, passwords, codes, keys and salts that come from a source which can be predicted (`random`, `Math.random`, `java.util.Random`, `math/rand`), and for outgoing connections that do not check the certificate of the other side (`verify=False`, `rejectUnauthorized: false`, `InsecureSkipVerify`, `NODE_TLS_REJECT_UNAUTHORIZED=0`, unverified contexts). Random numbers for jitter, sampling, simulation or display do not count. Switched off in development only is low.',
  failureMode:
    'A security value is made by a generator that is not made for it, or a TLS connection is opened without knowing to whom.',
  manifestation:
    'Nothing shows: tokens look random, connections work, also through a stranger.',
  impact:
    'Reset links, invitations and sessions can be computed by somebody who has seen a few; traffic with credentials can be read and changed by whoever stands between.',
  remediation:
    'Take the generator of the platform for secrets, with 128 bits or more, and trust a private authority instead of nobody.\n\n```python\ntoken = secrets.token_urlsafe(32)\nrequests.get(url, verify="/etc/ssl/internal-ca.pem", timeout=5)\n```\n\nIn Node: `crypto.randomBytes(32).toString("base64url")` and `NODE_EXTRA_CA_CERTS`.',
  guardrail: {
    linter: 'ruff S311/S501, semgrep, gosec G402/G404',
    tests: 'settings tests',
    ci: 'CodeQL, semgrep',
    architecture:
      'one helper for tokens, one HTTP client with the own authority',
  },
  references: [
    {
      title: 'CWE-338',
      url: 'https://cwe.mitre.org/data/definitions/338.html',
    },
    {
      title: 'CWE-295',
      url: 'https://cwe.mitre.org/data/definitions/295.html',
    },
    {
      title: 'Python: secrets',
      url: 'https://docs.python.org/3/library/secrets.html',
    },
  ],
  evaluate: judged(
    { containing: [...TLS_OPTIONS, ...RANDOM_WORDS] },
    async context => {
      if ((await codeFiles(context)).length === 0) {
        return {
          status: 'not-applicable',
          summary: 'There is no production code',
        };
      }
      const { conditions } = await context.facts(settings);
      const found: Evidence[] = [];
      for (const file of await context.syntax.files({
        containing: RANDOM_WORDS,
      })) {
        found.push(...predictableSecrets(file));
      }
      let checksNothing: Evidence[] = [];
      for (const file of await context.syntax.files({
        containing: TLS_OPTIONS,
      })) {
        checksNothing = checksNothing.concat(uncheckedConnections(file));
      }
      for (const place of checksNothing) {
        const local = isDevelopmentOnly(
          { conditions },
          {
            path: place.path!,
            line: place.line!,
          },
        );
        found.push({
          ...place,
          ...(local
            ? { severity: 'low', note: `${place.note}, in development only` }
            : {}),
        });
      }
      const safe = inOrder(
        (await context.syntax.calls({ names: SAFE_SOURCES })).map(
          (call): Evidence => ({
            path: call.path,
            line: call.line,
            endLine: call.endLine,
            note: `${call.callee} makes a value that cannot be predicted`,
          }),
        ),
      );
      if (found.length > 0) {
        const places = inOrder(found);
        return {
          status: 'fail',
          summary: `${count(
            places.length,
            'place weakens',
            'places weaken',
          )} secrets or connections: ${places[0].note} (${somePlaces(places)})`,
          evidence: places,
          strengths: safe,
        };
      }
      return safe.length > 0
        ? {
            status: 'pass',
            summary: 'Security values come from a cryptographic source',
            evidence: safe,
          }
        : {
            status: 'not-applicable',
            summary:
              'No security value is generated and no TLS option of an outgoing connection is set',
            lookedFor: [...SAFE_SOURCES, ...TLS_OPTIONS],
          };
    },
  ),
});

const placeOf = (call: CallFact) => `${call.line}`;

const CALLS: Partial<Record<FileSyntax['language'], string>> = {
  python: 'call',
  java: 'method_invocation',
};

function predictableSecrets(file: FileSyntax): Evidence[] {
  const result: Evidence[] = [];
  const wanted = new Set(
    file.calls.filter(call => PREDICTABLE.has(call.name)).map(placeOf),
  );
  if (wanted.size === 0) {
    // A generator that was made before: `Random random = new Random()` is a call of its own and found above.
    return result;
  }
  // A variable of a class: what it gives is predictable as well.
  const generators = new Set(
    file.calls
      .filter(call => call.name === 'java.util.Random' && call.assignedTo)
      .map(call => call.assignedTo!.replace(/^this\./, '')),
  );
  for (const node of file.root.findAll({
    rule: { kind: CALLS[file.language] ?? 'call_expression' },
  })) {
    const { start } = node.range();
    const call =
      wanted.has(`${start.line + 1}`) || generators.size > 0
        ? file.callOf(node)
        : undefined;
    if (
      !call ||
      !(
        PREDICTABLE.has(call.name) ||
        generators.has(call.callee.replace(/^this\./, '').split('.')[0])
      )
    ) {
      continue;
    }
    const head = call.callee.split('.')[0];
    if (
      file.language === 'python' &&
      (!file.imports.some(
        ({ local }) => local === head || local.startsWith(`${head}.`),
      ) ||
        file.imports.some(
          ({ local, module }) => local === head && module === 'secrets',
        ))
    ) {
      // `random = SystemRandom()` is another one.
      continue;
    }
    const use = useOf(file, node);
    if (use) {
      result.push({
        path: file.path,
        line: call.line,
        endLine: call.endLine,
        note: `${use} comes from ${call.callee}, which can be predicted`,
      });
    }
  }
  return result;
}

/** Statements: nothing above them takes the value. */
const STATEMENT =
  /statement$|_clause$|^(?:block|module|program|source_file|class_body|function_definition|statement_block)$/;

/** What takes a value, with the field that holds its name. */
const RECEIVERS: Record<string, string> = {
  assignment: 'left',
  assignment_expression: 'left',
  assignment_statement: 'left',
  short_var_declaration: 'left',
  augmented_assignment: 'left',
  augmented_assignment_expression: 'left',
  variable_declarator: 'name',
  keyword_argument: 'name',
  public_field_definition: 'name',
  field_definition: 'property',
  var_spec: 'name',
  pair: 'key',
  keyed_element: 'key',
};

/** The security value that an expression goes into: its variable, field or argument, or what its function makes. */
function useOf(file: FileSyntax, node: SgNode): string | undefined {
  let current: SgNode | null = node;
  for (let depth = 0; current && depth < 14; depth++) {
    const parent: SgNode | null = current.parent();
    const kind = String(parent?.kind() ?? '');
    const field = RECEIVERS[kind];
    const name = field
      ? (
          parent!.field(field) ??
          parent!.field('property') ??
          parent!.child(0)
        )?.text()
      : undefined;
    if (name !== undefined) {
      const bare = name.replace(/["'`]/g, '');
      if (isSecurityValue(bare)) {
        return `\`${bare}\``;
      }
      // Inside a function that makes a secret, parts of it have any name.
      break;
    }
    if (
      kind === 'return_statement' ||
      (STATEMENT.test(kind) && kind !== 'expression_statement')
    ) {
      break;
    }
    current = parent;
  }
  const maker = file.enclosingOf(node).at(-1);
  return maker && makesSecret(maker) ? `what \`${maker}\` makes` : undefined;
}

const CODE_OWNERS =
  /^(?:verification|verify|reset|invite|invitation|auth|login|confirm|confirmation|activation|access|recovery|backup|sms|email|pairing|mfa|2fa|security|one|time)$/;

function isSecurityValue(name: string): boolean {
  const last = name.split('.').at(-1) ?? name;
  const words = wordsOf(last);
  const end = words.at(-1) ?? '';
  return (
    isSecretName(last) ||
    ['otp', 'salt', 'nonce', 'csrf', 'passcode'].includes(end) ||
    (end === 'id' && words.includes('session')) ||
    (end === 'code' && words.some(word => CODE_OWNERS.test(word)))
  );
}

const MAKES = /^(?:generate|gen|make|create|new|build|random|issue|get)$/;

/** `generate_token`, `makeOtp`, `createInviteCode`, `randomPassword`. */
function makesSecret(name: string): boolean {
  const words = wordsOf(name.split('.').at(-1) ?? name);
  return (
    words.length > 1 &&
    MAKES.test(words[0]) &&
    isSecurityValue(words.slice(1).join('_'))
  );
}

/** Set where the program was asked to: `if insecure {`, `case "insecure_skip_verify":`. */
function isOption(file: FileSyntax, at: number): boolean {
  return file.root
    .findAll({
      rule: {
        any: [{ kind: 'if_statement' }, { kind: 'expression_case' }],
      },
    })
    .some(node => {
      const { start, end } = node.range();
      return (
        start.line + 1 <= at &&
        at <= end.line + 1 &&
        /insecure|skip|verify/i.test(node.text().split(/[{\n]/)[0])
      );
    });
}

function uncheckedConnections(file: FileSyntax): Evidence[] {
  const result: Evidence[] = [];
  const add = (line: number, note: string) =>
    result.push({ path: file.path, line, note });
  for (const call of file.calls) {
    for (const item of call.args) {
      if (
        item.name === 'verify' &&
        item.value === false &&
        HTTP_CLIENT.test(call.name)
      ) {
        add(item.line, `${call.callee} with verify=False`);
      }
      if (
        (item.name === 'ssl' || item.name === 'verify_ssl') &&
        item.value === false &&
        (/^aiohttp\./.test(call.name) || HTTP_CLIENT.test(call.name))
      ) {
        add(item.line, `${call.callee} with ${item.name}=False`);
      }
      if (
        /^tls(?:Insecure|AllowInvalidCertificates|AllowInvalidHostnames)$/.test(
          item.name ?? '',
        ) &&
        item.value === true
      ) {
        add(item.line, `${call.callee} with ${item.name}`);
      }
      if (item.name === 'InsecureSkipVerify' && item.value === true) {
        add(item.line, `${call.callee} with InsecureSkipVerify`);
      }
    }
    if (call.name === 'ssl._create_unverified_context') {
      add(call.line, 'an unverified TLS context');
    }
    if (/\bNoopHostnameVerifier$|\bTrustAllStrategy$/.test(call.name)) {
      add(call.line, call.callee);
    }
  }
  for (const item of file.assignments) {
    const target = item.target;
    if (
      /\.verify$/.test(target) &&
      item.value === false &&
      /session|client|http/i.test(target)
    ) {
      add(item.line, `\`${target}\` is switched off`);
    }
    if (/\.verify_mode$/.test(target) && /CERT_NONE$/.test(item.text)) {
      add(item.line, `\`${target}\` is CERT_NONE`);
    }
    if (
      /\.InsecureSkipVerify$/.test(target) &&
      item.value === true &&
      !isOption(file, item.line)
    ) {
      add(item.line, `\`${target}\` is true`);
    }
    if (
      /NODE_TLS_REJECT_UNAUTHORIZED/.test(target) &&
      /^["'`]?0["'`]?$/.test(item.text)
    ) {
      add(item.line, 'NODE_TLS_REJECT_UNAUTHORIZED is 0 for the whole process');
    }
    if (
      /_create_default_https_context$/.test(target) &&
      /_create_unverified_context/.test(item.text)
    ) {
      add(item.line, 'unverified TLS contexts for the whole process');
    }
  }
  if (['typescript', 'tsx', 'javascript'].includes(file.language)) {
    for (const pair of file.root.findAll({
      rule: {
        kind: 'pair',
        has: { field: 'key', regex: '^["\']?rejectUnauthorized["\']?$' },
      },
    })) {
      const value = pair.field('value');
      const line = pair.range().start.line + 1;
      if (value && file.valueOf(value) === false) {
        add(line, 'rejectUnauthorized is false');
      }
    }
  }
  return result;
}
