import { InputError } from '@backstage/errors';
import { Check } from '../engine/types';
import { compileRule } from './compileRule';
import { readRules, RuleFileProblem } from './readRules';

/**
 * Makes checks of files in which they are written in YAML, one or several a file. `docs/authoring-checks.md` describes
 * them.
 *
 * @throws InputError that names every problem of every file with its line, the field, what was expected and found.
 * @public
 */
export function compileChecks(
  sources: readonly { path: string; text: string }[],
): Check[] {
  const { rules, problems } = readRules(sources);
  if (problems.length > 0) {
    throw new InputError(describeProblems(problems));
  }
  return rules.map(({ rule }) => compileRule(rule));
}

/** One line for each problem. */
export function describeProblems(problems: readonly RuleFileProblem[]): string {
  const lines = problems.map(
    ({ path, line, column, message }) =>
      `${path}:${line}:${column}: ${message}`,
  );
  return [
    problems.length === 1
      ? 'A problem in the checks:'
      : `${problems.length} problems in the checks:`,
    ...lines,
  ].join('\n');
}
