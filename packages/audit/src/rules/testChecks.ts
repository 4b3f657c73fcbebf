import { CheckResult, Evidence } from '@readiness/plugin-readiness-common';
import { runChecks } from '../engine/runChecks';
import { MemoryTree } from '../tree/MemoryTree';
import { compileChecks } from './compileChecks';
import { compileRule } from './compileRule';
import { readRules } from './readRules';
import type { RuleCase } from './schema';

/**
 * What became of a case that stands in the file of a check.
 *
 * @public
 */
export interface CheckCaseResult {
  path: string;
  check: string;
  name: string;
  /** What the check should have said and did not; empty when all is right. */
  problems: string[];
}

/**
 * Runs the cases that stand in the files of checks.
 *
 * @throws InputError as {@link compileChecks} does.
 * @public
 */
export async function testChecks(
  sources: readonly { path: string; text: string }[],
): Promise<CheckCaseResult[]> {
  compileChecks(sources);
  const results: CheckCaseResult[] = [];
  for (const { path, rule } of readRules(sources).rules) {
    for (const item of rule.cases ?? []) {
      const {
        results: [result],
      } = await runChecks({
        tree: new MemoryTree(
          new Map(
            Object.entries(item.files).map(([name, text]) => [
              name,
              Buffer.from(text),
            ]),
          ),
        ),
        checks: [compileRule(rule)],
      });
      results.push({
        path,
        check: rule.id,
        name: item.name,
        problems: compare(item, result),
      });
    }
  }
  return results;
}

function compare(expected: RuleCase, result: CheckResult): string[] {
  const problems: string[] = [];
  if (result.status !== expected.expect) {
    problems.push(
      `expected ${expected.expect}, got ${result.status}: ${result.summary}`,
    );
  }
  if (expected.at) {
    const found = result.evidence.map(placeName);
    for (const place of expected.at) {
      if (!found.some(item => isAt(item, place))) {
        problems.push(`expected a place at ${place}, got ${listed(found)}`);
      }
    }
    for (const place of found) {
      if (!expected.at.some(item => isAt(place, item))) {
        problems.push(`did not expect a place at ${place}`);
      }
    }
  }
  if (
    expected.share !== undefined &&
    (result.share === undefined ||
      Math.abs(result.share - expected.share) > 0.001)
  ) {
    problems.push(
      `expected a share of ${expected.share}, got ${result.share ?? 'none'}`,
    );
  }
  if (expected.summary && !result.summary.includes(expected.summary)) {
    problems.push(
      `expected "${expected.summary}" in the summary, got "${result.summary}"`,
    );
  }
  return problems;
}

function placeName({ path, line, subject }: Evidence): string {
  if (path === undefined) {
    return subject ?? '';
  }
  return line === undefined ? path : `${path}:${line}`;
}

/** A place without a line stands for every line of its file. */
function isAt(found: string, expected: string): boolean {
  return found === expected || found.startsWith(`${expected}:`);
}

function listed(places: readonly string[]): string {
  return places.length > 0 ? places.join(', ') : 'none';
}
