import type { SyntaxNode } from '../../syntax/nodes';
import { FileSyntax } from '../../syntax/schema';
import { EnvironmentConditionFact, EnvironmentKind, Settings } from './schema';

/** Words that files with an environment condition contain. */
export const CONDITION_WORDS = [
  'env',
  'Env',
  'ENV',
  'debug',
  'Debug',
  'DEBUG',
  'enable_',
  'ENABLE_',
  'allow_',
  'ALLOW_',
  'is_dev',
  'isDev',
  'isProd',
  'is_prod',
  'is_local',
  'isLocal',
  'stage',
  'profile',
  '__DEV__',
];

/** Kinds with a condition, and the fields of both branches. */
const CONDITIONALS: Record<string, { then: string; otherwise: string }> = {
  if_statement: { then: 'consequence', otherwise: 'alternative' },
  elif_clause: { then: 'consequence', otherwise: '' },
  ternary_expression: { then: 'consequence', otherwise: 'alternative' },
};

const ENVIRONMENT_NAME =
  /\b(?:\w*env(?:ironment)?|\w*debug(?:_\w+)?|(?:enable|allow|with)_(?:demo|debug|dev|seed|test|mock)\w*|is_?(?:dev\w*|local|prod\w*)|stage|active_?profiles?|__DEV__)\b/i;
const DEVELOPMENT =
  /["'`](?:dev|devel|development|local|test|testing|debug)["'`]/i;
const PRODUCTION = /["'`](?:prod|production|live|release)["'`]/i;

const KINDS: Partial<Record<FileSyntax['language'], string[]>> = {
  python: ['if_statement', 'elif_clause', 'conditional_expression'],
  go: ['if_statement'],
};

/** Conditions of a file on the environment that it runs in. */
export function findConditions(file: FileSyntax): EnvironmentConditionFact[] {
  const kinds = KINDS[file.language] ?? ['if_statement', 'ternary_expression'];
  return file.root
    .findAll({ rule: { any: kinds.map(kind => ({ kind })) } })
    .flatMap(node => branches(file, node));
}

function branches(
  file: FileSyntax,
  node: SyntaxNode,
): EnvironmentConditionFact[] {
  let condition = node.field('condition');
  let then: SyntaxNode | null;
  let otherwise: SyntaxNode | null;
  if (node.is('conditional_expression')) {
    // `a if condition else b` has no fields.
    const [first, middle, last] = node.namedChildren();
    condition = middle ?? null;
    then = first ?? null;
    otherwise = last ?? null;
  } else {
    const fields = CONDITIONALS[node.kind()];
    then = node.field(fields.then);
    otherwise = fields.otherwise ? node.field(fields.otherwise) : null;
  }
  const text = condition?.text() ?? '';
  if (!condition || text.length > 300 || !ENVIRONMENT_NAME.test(text)) {
    return [];
  }
  const environment = environmentOf(text);
  const flat = text.replace(/\s+/g, ' ');
  return [
    ...(then ? [branch(file, then, flat, environment)] : []),
    // An `elif` may be anything.
    ...(otherwise && !otherwise.is('elif_clause')
      ? [
          branch(
            file,
            otherwise.field('body') ?? otherwise,
            `not (${flat})`,
            opposite(environment),
          ),
        ]
      : []),
  ];
}

function branch(
  file: FileSyntax,
  node: SyntaxNode,
  text: string,
  environment: EnvironmentKind,
): EnvironmentConditionFact {
  const { start, end } = node.range();
  return {
    path: file.path,
    line: start.line + 1,
    endLine: end.line + 1,
    text,
    environment,
  };
}

/** In which environment a condition holds. */
function environmentOf(condition: string): EnvironmentKind {
  const text = condition.replace(/^\((.*)\)$/s, '$1').trim();
  if (/\bor\b|\|\|/.test(text)) {
    // Each side has to say the same.
    const sides = text.split(/\bor\b|\|\|/).map(environmentOf);
    return sides.every(side => side === sides[0]) ? sides[0] : 'unknown';
  }
  if (/\band\b|&&/.test(text)) {
    const sides = text
      .split(/\band\b|&&/)
      .filter(side => ENVIRONMENT_NAME.test(side))
      .map(environmentOf);
    return sides.find(side => side !== 'unknown') ?? 'unknown';
  }
  const unequal = /!=|\bnot in\b|^not\b|^!|\bis not\b/.test(text);
  const positive = namedEnvironment(text);
  return unequal ? opposite(positive) : positive;
}

/** The environment that a comparison names, or a flag says. */
function namedEnvironment(condition: string): EnvironmentKind {
  // `config["DEBUG_TOOLBAR"]` and `config.get("DEBUG")` are flags like `config.DEBUG`.
  const text = condition.replace(
    /(?:\[|\.get\()\s*["'](\w+)["']\s*[\])]/g,
    '.$1',
  );
  const development = DEVELOPMENT.test(text);
  const production = PRODUCTION.test(text);
  if (development !== production) {
    return development ? 'development' : 'production';
  }
  // Compared with something else, or with both.
  if (development || /["'`]/.test(text)) {
    return 'unknown';
  }
  if (/prod/i.test(text)) {
    return 'production';
  }
  return /debug|dev|local|(?:enable|allow|with)_/i.test(text)
    ? 'development'
    : 'unknown';
}

function opposite(environment: EnvironmentKind): EnvironmentKind {
  switch (environment) {
    case 'development':
      return 'production';
    case 'production':
      return 'development';
    default:
      return 'unknown';
  }
}

/**
 * Environment conditions around a place, innermost first.
 *
 * @public
 */
export function conditionsAround(
  settings: Pick<Settings, 'conditions'>,
  place: { path: string; line: number },
): EnvironmentConditionFact[] {
  return settings.conditions
    .filter(
      item =>
        item.path === place.path &&
        item.line <= place.line &&
        place.line <= item.endLine,
    )
    .sort((a, b) => a.endLine - a.line - (b.endLine - b.line));
}

/**
 * Whether a place runs in development only.
 *
 * @public
 */
export function isDevelopmentOnly(
  settings: Pick<Settings, 'conditions'>,
  place: { path: string; line: number },
): boolean {
  return conditionsAround(settings, place).some(
    item => item.environment === 'development',
  );
}
