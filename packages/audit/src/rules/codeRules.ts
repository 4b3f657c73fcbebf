import type { NapiConfig, Rule as AstGrepRule, SgNode } from '@ast-grep/napi';
import { Language } from '../facts/inventory/schema';
import { parseSource } from './astGrep';
import { literalsOf } from './regex';
import type { CodeCondition, RuleLanguage } from './schema';

/** Grammars behind the name of a language. */
export const GRAMMARS_OF: Record<RuleLanguage, readonly Language[]> = {
  python: ['python'],
  javascript: ['javascript'],
  typescript: ['typescript', 'tsx'],
  go: ['go'],
  java: ['java'],
};

/** A metavariable of a pattern: `$NAME`, `$$$NAME`, `$_`. */
const METAVARIABLE = /\${1,3}[A-Z_][A-Z0-9_]*/g;
const WORD = /[\p{L}\p{N}_]{2,}/gu;
const MAX_DEPTH = 30;

/** What is wrong with a rule, and where in it. */
export interface RuleProblem {
  path: (string | number)[];
  message: string;
}

type RuleObject = Record<string, unknown>;

/** The rule of a condition as an object; a text is a pattern. */
export function ruleOf(condition: CodeCondition): RuleObject {
  return typeof condition.code === 'string'
    ? { pattern: condition.code }
    : condition.code;
}

/** What the matcher takes for a condition. */
export function matcherOf(condition: CodeCondition): NapiConfig {
  return {
    rule: ruleOf(condition) as AstGrepRule,
    ...(condition.constraints
      ? { constraints: condition.constraints as Record<string, AstGrepRule> }
      : {}),
  };
}

/** Names of the metavariables that a rule can bind, without `$`. */
export function metavariablesOf(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') {
    return [...value.matchAll(METAVARIABLE)]
      .map(([name]) => name.replace(/^\$+/, ''))
      .filter(name => !name.startsWith('_'));
  }
  return typeof value === 'object' && value !== null && depth < MAX_DEPTH
    ? Object.values(value).flatMap(item => metavariablesOf(item, depth + 1))
    : [];
}

/**
 * Literals of which a file must contain one for a rule to match in it. Every node that a rule asks for has a text, so
 * the sharpest word that the text must have decides; `undefined` when the rule names no word.
 */
export function literalsOfRule(condition: CodeCondition): string[] | undefined {
  if (condition.containing) {
    return [condition.containing].flat();
  }
  const own = literalsOfNode(ruleOf(condition), 0);
  const constrained = Object.values(condition.constraints ?? {}).map(rule =>
    literalsOfNode(rule, 0),
  );
  return sharpest([own, ...constrained]);
}

/** Sets of literals of which each must be met: the one whose shortest literal is longest. */
function sharpest(
  sets: readonly (string[] | undefined)[],
): string[] | undefined {
  const shortest = (set: string[]) =>
    Math.min(...set.map(({ length }) => length));
  const known = sets.filter((set): set is string[] => Boolean(set?.length));
  return known.length === 0
    ? undefined
    : known.reduce((best, set) =>
        shortest(set) > shortest(best) ? set : best,
      );
}

/** Conditions that a match needs elsewhere in the same file. */
const NEEDED = ['has', 'inside', 'follows', 'precedes'];

function literalsOfNode(rule: unknown, depth: number): string[] | undefined {
  if (typeof rule !== 'object' || rule === null || depth > MAX_DEPTH) {
    return undefined;
  }
  const node = rule as RuleObject;
  const sets: (string[] | undefined)[] = [];
  const { pattern } = node;
  if (typeof pattern === 'string') {
    sets.push(wordsOfPattern(pattern));
  } else if (typeof pattern === 'object' && pattern !== null) {
    // What stands around the selected node does not have to be in the file.
    sets.push(undefined);
  }
  if (typeof node.regex === 'string') {
    sets.push(literalsOf(node.regex));
  }
  for (const key of NEEDED) {
    sets.push(literalsOfNode(node[key], depth + 1));
  }
  if (Array.isArray(node.all)) {
    sets.push(...node.all.map(item => literalsOfNode(item, depth + 1)));
  }
  if (Array.isArray(node.any)) {
    const each = node.any.map(item => literalsOfNode(item, depth + 1));
    sets.push(
      each.every(set => set?.length) ? each.flatMap(set => set!) : undefined,
    );
  }
  return sharpest(sets);
}

/** The longest word of a pattern. */
function wordsOfPattern(pattern: string): string[] {
  const words = pattern.replace(METAVARIABLE, ' ').match(WORD) ?? [];
  return words.length === 0
    ? []
    : [words.reduce((a, b) => (b.length > a.length ? b : a))];
}

/**
 * What is wrong with the rule of a condition: what the matcher refuses, and what it would accept without ever meaning
 * anything, such as a pattern that is no code of the language.
 */
export function problemsOfCode(condition: CodeCondition): RuleProblem[] {
  const rule = ruleOf(condition);
  const root = ['code'];
  const problems: RuleProblem[] = [];
  if (!hasAnchor(rule, 0)) {
    problems.push({
      path: root,
      message:
        'matches every node of the code; name the node with "pattern" or "kind" (in each branch of "any"), "not" and "regex" only narrow it down',
    });
  } else if (!literalsOfRule(condition)?.length) {
    problems.push({
      path: root,
      message:
        'names no word that a file must contain; give some in "containing", so that only files with one of them are parsed',
    });
  }
  for (const name of [condition.language].flat()) {
    for (const grammar of GRAMMARS_OF[name]) {
      const found = problemsIn(condition, rule, grammar, name);
      problems.push(...found);
      if (found.length > 0) {
        break;
      }
    }
  }
  return problems;
}

/** Whether a rule says by itself which nodes it is about. */
function hasAnchor(rule: unknown, depth: number): boolean {
  if (typeof rule !== 'object' || rule === null || depth > MAX_DEPTH) {
    return false;
  }
  const { pattern, kind, all, any, matches } = rule as RuleObject;
  return (
    pattern !== undefined ||
    kind !== undefined ||
    matches !== undefined ||
    (Array.isArray(all) && all.some(item => hasAnchor(item, depth + 1))) ||
    (Array.isArray(any) &&
      any.length > 0 &&
      any.every(item => hasAnchor(item, depth + 1)))
  );
}

function problemsIn(
  condition: CodeCondition,
  rule: RuleObject,
  grammar: Language,
  name: RuleLanguage,
): RuleProblem[] {
  const problems: RuleProblem[] = [];
  for (const { path, pattern } of patternsIn(rule, ['code'], 0)) {
    const reason = problemOfPattern(pattern, grammar);
    if (reason) {
      problems.push({
        path: typeof condition.code === 'string' ? ['code'] : path,
        message: `the pattern \`${oneLine(pattern)}\` ${reason} ${name}`,
      });
    }
  }
  if (problems.length > 0) {
    return problems;
  }
  try {
    parseSource(grammar, '').findAll(matcherOf(condition));
    return [];
  } catch (error) {
    return [
      {
        path: ['code'],
        message: `is refused for ${name}: ${reasonOf(error as Error)}`,
      },
    ];
  }
}

/** The innermost reason of a message in levels, and what it points at. */
function reasonOf({ message }: Error): string {
  const lines = message.split('\n').map(line => line.trim());
  const refused = lines.find(line => line.startsWith('error: '));
  const levels = lines.filter(line => line.startsWith('|->'));
  return (refused ?? levels[levels.length - 1] ?? lines[0])
    .replace(/^(?:error: |\|->)/, '')
    .split('. Please check')[0]
    .replace(/\.$/, '');
}

/** Patterns in a rule that are given as texts, with their places. */
function patternsIn(
  rule: unknown,
  path: (string | number)[],
  depth: number,
): { path: (string | number)[]; pattern: string }[] {
  if (typeof rule !== 'object' || rule === null || depth > MAX_DEPTH) {
    return [];
  }
  return Object.entries(rule).flatMap(([key, value]) => {
    const here = [...path, Array.isArray(rule) ? Number(key) : key];
    return key === 'pattern' && typeof value === 'string'
      ? [{ path: here, pattern: value }]
      : patternsIn(value, here, depth + 1);
  });
}

/** Where the code of a pattern may stand: by itself, as a statement that needs its end, before what it decorates. */
const SURROUNDINGS: Record<Language, readonly [string, string][]> = {
  python: [
    ['', ''],
    ['', '\ndef f():\n    pass\n'],
  ],
  javascript: [
    ['', ''],
    ['', '\nclass C {}'],
  ],
  typescript: [
    ['', ''],
    ['', '\nclass C {}'],
  ],
  tsx: [
    ['', ''],
    ['', '\nclass C {}'],
  ],
  go: [
    ['', ''],
    ['package p\n', ''],
  ],
  java: [
    ['', ''],
    ['', ';'],
    ['', '\nclass C {}'],
  ],
};

/**
 * Why a pattern can never match: it does not parse, or does not even match itself. The matcher says nothing of either.
 */
function problemOfPattern(
  pattern: string,
  grammar: Language,
): string | undefined {
  let number = 0;
  const sample = pattern.replace(METAVARIABLE, () => `metavariable${number++}`);
  const roots = SURROUNDINGS[grammar]
    .map(([before, after]) => parseSource(grammar, before + sample + after))
    .filter(root => !isBroken(root));
  if (roots.length === 0) {
    return 'cannot be parsed as';
  }
  try {
    return roots.some(root => root.find({ rule: { pattern } }) !== null)
      ? undefined
      : 'matches nothing, not even itself, in';
  } catch (error) {
    return `is refused (${reasonOf(error as Error)}) for`;
  }
}

/** Whether a parser had to skip or to invent something. */
function isBroken(root: SgNode): boolean {
  if (root.find({ rule: { kind: 'ERROR' } })) {
    return true;
  }
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    const children = node.children();
    // What is invented has no text. Some grammars have such tokens of their own at the ends of lines and blocks.
    if (
      children.length === 0 &&
      node.text() === '' &&
      node.parent() !== null &&
      /^[a-z(){};:,.[\]]/i.test(String(node.kind())) &&
      !['block', 'automatic_semicolon'].includes(String(node.kind()))
    ) {
      return true;
    }
    open.push(...children);
  }
  return false;
}

function oneLine(text: string): string {
  const line = text.split(/\s+/).join(' ').trim();
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}
