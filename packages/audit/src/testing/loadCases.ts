import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import {
  CheckDefinition,
  CheckStatus,
} from '@readiness/plugin-readiness-common';

/**
 * What a case expects. `status` follows from the name of its folder: `pass-…`, `fail-…`, `not-applicable-…`,
 * `unknown-…`.
 */
export interface ExpectedCase {
  /** Every finding of a failure, or every piece of evidence of a pass, in any order. */
  evidence?: {
    path?: string;
    line?: number;
    severity?: string;
    subject?: string;
  }[];
  /** Strengths of a mixed result. */
  strengths?: { path?: string; line?: number }[];
  share?: number;
  confidence?: string;
  /** Text that the summary contains. */
  summary?: string;
  /** Facts of the catalog that the check is given. */
  catalog?: unknown;
}

/** A small tree with what a check must say about it. */
export interface CheckCase {
  name: string;
  status: CheckStatus;
  /** Folder of the tree. */
  root: string;
  expected: ExpectedCase;
}

const STATUSES: CheckStatus[] = ['pass', 'fail', 'not-applicable', 'unknown'];

/** The cases of a check: `checks/<area>/<id>/cases/<status>-<what>/`, with `expected.yaml` beside the files. */
export function loadCases(check: CheckDefinition): CheckCase[] {
  // Only tests load cases, and they run from the sources.
  // eslint-disable-next-line no-restricted-syntax
  const folder = join(__dirname, '../checks', check.area, check.id, 'cases');
  if (!existsSync(folder)) {
    return [];
  }
  return readdirSync(folder)
    .sort()
    .map(name => {
      const status = STATUSES.find(item => name.startsWith(`${item}-`));
      if (!status) {
        throw new Error(
          `Case ${check.id}/${name} must start with one of ${STATUSES.join(
            ', ',
          )}`,
        );
      }
      const root = join(folder, name);
      const file = join(root, 'expected.yaml');
      return {
        name,
        status,
        root,
        expected: existsSync(file)
          ? (parse(readFileSync(file, 'utf8')) as ExpectedCase) ?? {}
          : {},
      };
    });
}
