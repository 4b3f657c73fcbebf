import { metavariablesOf, problemsOfCode } from './codeRules';
import { compileGlobs } from './globs';
import {
  MESSAGE_PLACEHOLDERS,
  PLACE_PLACEHOLDERS,
  placeholdersIn,
} from './placeholders';
import { listOf } from './lists';
import { FieldPath, FieldProblem } from './problems';
import { compileRegex } from './regex';
import type { Comparison, Condition, Judgement, Rule } from './schema';
import { suggest } from './suggest';
import { compileComparison, parsePath } from './values';
import { problemOfRange } from './versions';

/** What a condition is looked for in. */
type Inside = 'tree' | 'file' | 'value' | 'text' | 'code' | 'part';

class Meaning {
  private readonly found: FieldProblem[] = [];
  private readonly rule: Rule;

  constructor(rule: Rule) {
    this.rule = rule;
  }

  problems(): FieldProblem[] {
    const { rule } = this;
    if (Object.keys(rule.guardrail).length === 0) {
      this.add(['guardrail'], 'names nothing that would have prevented it');
    }
    this.verdicts();
    this.judgement(rule, []);
    rule.kinds?.forEach((kind, index) =>
      this.judgement(kind, ['kinds', index]),
    );
    this.messages();
    rule.cases?.forEach((item, index) => {
      Object.keys(item.files).forEach(path => {
        if (path.startsWith('/') || path.split('/').includes('..')) {
          this.add(
            ['cases', index, 'files', path],
            'is no path inside a tree',
            true,
          );
        }
      });
    });
    return this.found;
  }

  private add(path: FieldPath, message: string, atKey = false): void {
    this.found.push({ path, message, atKey });
  }

  /** Exactly one way to judge. */
  private verdicts(): void {
    const { rule } = this;
    const own = [rule.failsWhen, rule.passesWhen].filter(Boolean).length;
    if (rule.kinds) {
      if (own > 0 || rule.forEach) {
        this.add(
          ['kinds'],
          'a check with "kinds" judges by them alone; move "forEach", "failsWhen" and "passesWhen" into a kind',
          true,
        );
      }
      const names = rule.kinds.map(({ kind }) => kind);
      rule.kinds.forEach((kind, index) => {
        this.one(kind, ['kinds', index]);
        if (names.indexOf(kind.kind) !== index) {
          this.add(
            ['kinds', index, 'kind'],
            `"${kind.kind}" is the name of another kind`,
          );
        }
      });
    } else {
      this.one(rule, []);
    }
  }

  private one(judgement: Judgement, path: FieldPath): void {
    const { failsWhen, passesWhen } = judgement;
    if (failsWhen && passesWhen) {
      this.add(
        [...path, 'passesWhen'],
        'excludes "failsWhen"; say one of them, the other is its opposite',
        true,
      );
    } else if (!failsWhen && !passesWhen) {
      this.add(
        path,
        path.length > 0
          ? 'says neither "failsWhen" nor "passesWhen"'
          : 'says neither "failsWhen" nor "passesWhen" nor "kinds"',
      );
    }
  }

  private judgement(judgement: Judgement, path: FieldPath): void {
    const { appliesWhen, forEach, failsWhen, passesWhen } = judgement;
    if (appliesWhen) {
      this.condition(appliesWhen, [...path, 'appliesWhen'], 'tree');
    }
    let inside: Inside = 'tree';
    if (forEach) {
      this.condition(forEach, [...path, 'forEach'], 'tree');
      inside = insideOf(forEach);
    }
    if (failsWhen) {
      this.condition(failsWhen, [...path, 'failsWhen'], inside);
    }
    if (passesWhen) {
      this.condition(passesWhen, [...path, 'passesWhen'], inside);
    }
    this.attempt([...path, 'belongsIn'], () =>
      compileGlobs(listOf(judgement.belongsIn)),
    );
    this.placeholders(judgement.note, [...path, 'note']);
  }

  private condition(
    condition: Condition,
    path: FieldPath,
    inside: Inside,
  ): void {
    if ('all' in condition) {
      condition.all.forEach((item, index) =>
        this.condition(item, [...path, 'all', index], inside),
      );
    } else if ('any' in condition) {
      condition.any.forEach((item, index) =>
        this.condition(item, [...path, 'any', index], inside),
      );
    } else if ('not' in condition) {
      this.condition(condition.not, [...path, 'not'], inside);
    } else if ('anywhere' in condition) {
      this.condition(condition.anywhere, [...path, 'anywhere'], 'tree');
    } else {
      this.leaf(condition, path, inside);
    }
  }

  private leaf(
    condition: Exclude<
      Condition,
      | { all: unknown }
      | { any: unknown }
      | { not: unknown }
      | { anywhere: unknown }
    >,
    path: FieldPath,
    inside: Inside,
  ): void {
    this.placeholders(condition.note, [...path, 'note']);
    this.placeholders(condition.subject, [...path, 'subject']);
    if ('in' in condition) {
      this.attempt([...path, 'in'], () => compileGlobs(listOf(condition.in)));
    }
    const outside = inside === 'tree' || inside === 'part';
    if ('file' in condition) {
      this.attempt([...path, 'file'], () =>
        compileGlobs(listOf(condition.file)),
      );
    } else if ('value' in condition) {
      this.value(condition, path);
      if (
        !condition.in &&
        (outside || inside === 'text' || inside === 'code')
      ) {
        this.add(
          path,
          'says not in which files ("in") the value is looked for',
        );
      }
    } else if ('text' in condition) {
      this.attempt([...path, 'text'], () =>
        compileRegex(condition.text, condition.ignoreCase),
      );
      this.attempt([...path, 'except'], () =>
        compileRegex(condition.except ?? '', condition.ignoreCase),
      );
    } else if ('code' in condition) {
      for (const problem of problemsOfCode(condition)) {
        this.add([...path, ...problem.path], problem.message);
      }
      if (!condition.in && (inside === 'value' || inside === 'text')) {
        this.add(
          path,
          `there is no code inside a ${inside}; say in which files ("in"), or put it into "anywhere"`,
        );
      }
    } else if ('dependency' in condition) {
      const problem =
        condition.version === undefined
          ? undefined
          : problemOfRange(condition.version, listOf(condition.ecosystem));
      if (problem) {
        this.add([...path, 'version'], problem);
      }
    } else if (inside !== 'tree') {
      this.add([...path, 'part'], 'parts are only in the whole tree', true);
    }
    if ('where' in condition && condition.where) {
      this.condition(condition.where, [...path, 'where'], insideOf(condition));
    }
  }

  private value(
    condition: Extract<Condition, { value: unknown }>,
    path: FieldPath,
  ): void {
    this.attempt([...path, 'value'], () => parsePath(condition.value));
    this.comparison(condition, path);
    const compared = compares(condition);
    if (condition.except) {
      this.comparison(condition.except, [...path, 'except']);
      if (!compares(condition.except)) {
        this.add([...path, 'except'], 'compares with nothing');
      }
    }
    if (condition.exists === false && (compared || condition.except)) {
      this.add(
        [...path, 'exists'],
        'a value that is missing cannot be compared',
        true,
      );
    }
  }

  private comparison(comparison: Comparison, path: FieldPath): void {
    this.attempt([...path, 'matches'], () => compileComparison(comparison));
  }

  private messages(): void {
    const { messages } = this.rule;
    for (const key of ['fail', 'pass', 'notApplicable'] as const) {
      this.placeholders(messages[key], ['messages', key], MESSAGE_PLACEHOLDERS);
    }
    const judgements = [this.rule, ...(this.rule.kinds ?? [])];
    const conditional = judgements.some(
      ({ appliesWhen, forEach }) => appliesWhen || forEach,
    );
    if (conditional && !messages.notApplicable) {
      this.add(
        ['messages', 'notApplicable'],
        'is missing; a check with "appliesWhen" or "forEach" may have nothing to judge',
      );
    }
  }

  private placeholders(
    text: string | undefined,
    path: FieldPath,
    known: readonly string[] = this.knownPlaceholders(),
  ): void {
    for (const name of placeholdersIn(text ?? '')) {
      if (!known.includes(name)) {
        const near = suggest(name, known);
        this.add(
          path,
          `unknown placeholder "{${name}}"; ${
            near
              ? `did you mean "{${near}}"?`
              : `expected one of ${known.map(item => `{${item}}`).join(', ')}`
          }`,
        );
      }
    }
  }

  private names: string[] | undefined;

  /** Those of every place, and what the patterns of the check bind. */
  private knownPlaceholders(): string[] {
    this.names ??= [
      ...PLACE_PLACEHOLDERS,
      ...new Set(
        [...metavariablesOf(this.rule), ...groupNames(this.rule)].map(
          name => `match.${name}`,
        ),
      ),
    ];
    return this.names;
  }

  private attempt(path: FieldPath, action: () => unknown): void {
    try {
      action();
    } catch (error) {
      this.add(path, (error as Error).message);
    }
  }
}

/**
 * What is wrong with a check whose shape is right: fields that exclude or need each other, globs, paths, regular
 * expressions, patterns, versions and placeholders that mean nothing.
 */
export function meaningProblems(rule: Rule): FieldProblem[] {
  return new Meaning(rule).problems();
}

function insideOf(condition: object): Inside {
  const kinds: Inside[] = ['file', 'value', 'text', 'code', 'part'];
  return kinds.find(kind => kind in condition) ?? 'tree';
}

function compares({
  equals,
  oneOf,
  matches,
  atLeast,
  atMost,
}: Comparison): boolean {
  return [equals, oneOf, matches, atLeast, atMost].some(
    item => item !== undefined,
  );
}

/** Named groups of all regular expressions of a check. */
function groupNames(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') {
    return [...value.matchAll(/\(\?P?<([A-Za-z_][A-Za-z0-9_]{0,60})>/g)].map(
      ([, name]) => name,
    );
  }
  return typeof value === 'object' && value !== null && depth < 60
    ? Object.values(value).flatMap(item => groupNames(item, depth + 1))
    : [];
}
