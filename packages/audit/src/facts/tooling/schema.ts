import { TestFamily } from '../tests/schema';

/** What takes the effect from a configuration. */
export interface Weakness {
  kind: 'switched-off' | 'codes' | 'own-code-left-out' | 'matches-nothing';
  /** Says what, for a sentence: `strict is false`. */
  text: string;
  path: string;
  line: number;
}

/**
 * A configuration of a type checker.
 *
 * @public
 */
export interface TypeConfiguration {
  tool: 'mypy' | 'pyright' | 'pyre' | 'pytype' | 'ty' | 'tsc';
  family: TestFamily;
  /** Folder for which it holds. */
  folder: string;
  path: string;
  line: number;
  /** `undefined` where another package decides. */
  strict?: { on: boolean; path: string; line: number };
  /** `checkJs`: plain JavaScript is checked too. */
  checksJavaScript: boolean;
  weaknesses: Weakness[];
}

/**
 * A configuration of a linter.
 *
 * @public
 */
export interface LintConfiguration {
  tool: string;
  family: TestFamily;
  folder: string;
  path: string;
  line: number;
  /** Rules that are switched off by name. */
  ignored?: { count: number; line: number };
  /** Only rules for code that cannot run are on. */
  syntaxOnly?: { text: string; line: number };
  /** Some rules only warn. */
  warns: boolean;
}

/** @public */
export interface Tooling {
  types: TypeConfiguration[];
  linters: LintConfiguration[];
  /** Configurations that cannot be parsed: what they say is not known. */
  unreadable: { path: string; reason: string }[];
}
