import {
  CheckDefinition,
  Confidence,
  Evidence,
} from '@readiness/plugin-readiness-common';
import { SyntaxIndex } from '../syntax/schema';
import { SourceTree } from '../tree/SourceTree';

/**
 * Reads one kind of fact from a tree. Facts never judge and always carry a place. Run at most once an audit, and only
 * when a check asks.
 *
 * @public
 */
export interface Extractor<T> {
  id: string;
  extract(context: ExtractContext): Promise<T> | T;
}

/**
 * Gives the facts of an extractor, running it on first use. Rejects when the extractor crashed; whoever asked becomes
 * `unknown`.
 *
 * @public
 */
export type Facts = <T>(extractor: Extractor<T>) => Promise<T>;

/**
 * What an extractor works with.
 *
 * @public
 */
export interface ExtractContext {
  tree: SourceTree;
  facts: Facts;
  syntax: SyntaxIndex;
  /** What the catalog knows of the entity; absent without a catalog. */
  catalog?: unknown;
  /** Says that a file could not be read as what it seems to be; shown in the audit. */
  skip(path: string, reason: string): void;
}

/**
 * What a check works with: facts only.
 *
 * @public
 */
export interface CheckContext {
  facts: Facts;
  syntax: SyntaxIndex;
  /** Text of a file, for snippets. */
  read(path: string): string | undefined;
}

/**
 * What a check says; see `CheckResult` for the fields.
 *
 * @public
 */
export type CheckOutcome =
  | {
      status: 'pass';
      summary: string;
      /** Where the control is; empty for a silent pass. */
      evidence?: Evidence[];
      confidence?: Confidence;
      lookedFor?: string[];
    }
  | {
      status: 'fail';
      summary: string;
      /** Failing places only. Empty for an absence without a place, which then needs `lookedFor`. */
      evidence: Evidence[];
      confidence?: Confidence;
      /** Good subjects ÷ all subjects, 0–1. */
      share?: number;
      lookedFor?: string[];
      /** Good places of a mixed result. */
      strengths?: Evidence[];
    }
  | {
      status: 'not-applicable' | 'unknown';
      summary: string;
      lookedFor?: string[];
    };

/**
 * A check: its definition, and how it judges.
 *
 * @public
 */
export interface Check {
  definition: CheckDefinition;
  /** What it is about: the source tree, or the entity as the catalog knows it. */
  subject: 'tree' | 'catalog';
  evaluate(context: CheckContext): Promise<CheckOutcome> | CheckOutcome;
}
