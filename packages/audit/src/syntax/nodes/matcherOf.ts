import type { SyntaxNode } from './SyntaxNode';

/**
 * What a node must be like; everything that is said must hold. The words are those of ast-grep, as far as facts and
 * checks need them.
 *
 * @public
 */
export interface NodeRule {
  kind?: string;
  /** Regular expression that the text must contain; `(?i)` at its start ignores case. Never from outside: it may be slow. */
  regex?: string;
  all?: readonly NodeRule[];
  any?: readonly NodeRule[];
  not?: NodeRule;
  /** A child that matches; with `stopBy: 'end'` any node inside; with `field` the child in that field. */
  has?: NodeRelation;
  /** The parent; with `stopBy: 'end'` any node around. */
  inside?: NodeRelation;
}

/** @public */
export interface NodeRelation extends NodeRule {
  field?: string;
  stopBy?: 'neighbor' | 'end';
}

/** @public */
export interface NodeQuery {
  rule: NodeRule;
}

/** A rule ready to be used. */
export interface NodeMatcher {
  /** Kinds that can match at all; `undefined` where the rule names none. */
  kinds: readonly string[] | undefined;
  test: (node: SyntaxNode) => boolean;
}

/** Expressions are few, but made anew for every file that a check looks at. */
const MAX_EXPRESSIONS = 2000;
const expressions = new Map<string, RegExp>();

function expressionOf(source: string): RegExp {
  let expression = expressions.get(source);
  if (!expression) {
    if (expressions.size >= MAX_EXPRESSIONS) {
      expressions.clear();
    }
    expression = source.startsWith('(?i)')
      ? new RegExp(source.slice(4), 'i')
      : new RegExp(source);
    expressions.set(source, expression);
  }
  return expression;
}

export function matcherOf({ rule }: NodeQuery): NodeMatcher {
  return compile(rule);
}

function compile(rule: NodeRule): NodeMatcher {
  const tests: NodeMatcher['test'][] = [];
  const { kind, regex, all, any, not, has, inside } = rule;
  let kinds: readonly string[] | undefined;
  const narrow = (others: readonly string[] | undefined) => {
    kinds =
      kinds && others
        ? kinds.filter(item => others.includes(item))
        : kinds ?? others;
  };
  if (kind !== undefined) {
    narrow([kind]);
    tests.push(node => node.isNamed() && node.is(kind));
  }
  if (any) {
    const options = any.map(compile);
    narrow(
      options.every(option => option.kinds)
        ? options.flatMap(option => option.kinds!)
        : undefined,
    );
    tests.push(node => options.some(({ test }) => test(node)));
  }
  for (const item of all ?? []) {
    const each = compile(item);
    narrow(each.kinds);
    tests.push(each.test);
  }
  if (has) {
    tests.push(hasTest(has));
  }
  if (inside) {
    const outer = compile(inside);
    tests.push(node =>
      inside.stopBy === 'end'
        ? node.ancestors().some(outer.test)
        : Boolean(nullable(node.parent(), outer.test)),
    );
  }
  if (not) {
    const refused = compile(not);
    tests.push(node => !refused.test(node));
  }
  if (regex !== undefined) {
    const expression = expressionOf(regex);
    tests.push(node => expression.test(node.text()));
  }
  return {
    kinds,
    test:
      tests.length === 1 ? tests[0] : node => tests.every(test => test(node)),
  };
}

function hasTest(relation: NodeRelation): NodeMatcher['test'] {
  const { field, stopBy, ...inner } = relation;
  const { test } = compile(inner);
  if (field !== undefined) {
    return node => node.fieldChildren(field).some(test);
  }
  return stopBy === 'end'
    ? node => node.has({ rule: inner })
    : node => node.children().some(test);
}

function nullable(node: SyntaxNode | null, test: NodeMatcher['test']): boolean {
  return node !== null && test(node);
}
