import type { SyntaxNode } from '../../../syntax/nodes';
import { Evidence } from '@readiness/plugin-readiness-common';
import { isSecretName, wordsOf } from '../../../facts/settings/secretNames';
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

/** Text of which one stands in every file that draws a random number. */
export const RANDOM_WORDS = [
  'random',
  'Random',
  'rand.',
  'uuid1',
  '"math/rand',
];

const placeOf = (call: CallFact) => `${call.line}`;

const CALLS: Partial<Record<FileSyntax['language'], string>> = {
  python: 'call',
  java: 'method_invocation',
};

/** (a) Security values that come from a generator which can be predicted. */
export function predictableSecrets(file: FileSyntax): Evidence[] {
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
export function useOf(file: FileSyntax, node: SyntaxNode): string | undefined {
  let current: SyntaxNode | null = node;
  for (let depth = 0; current && depth < 14; depth++) {
    const parent: SyntaxNode | null = current.parent();
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
