import {
  CheckResult,
  Evidence,
  SkippedFile,
} from '@readiness/plugin-readiness-common';
import { inventory } from '../facts/inventory/extract';
import { createSyntaxIndex } from '../syntax/createSyntaxIndex';
import { OwnTree } from '../tree/OwnTree';
import { SourceTree } from '../tree/SourceTree';
import { cutSnippet } from './snippet';
import {
  Check,
  CheckContext,
  CheckOutcome,
  ExtractContext,
  Extractor,
  Facts,
} from './types';

/**
 * Options of {@link runChecks}.
 *
 * @public
 */
export interface RunChecksOptions {
  tree: SourceTree;
  checks: readonly Check[];
  catalog?: unknown;
  signal?: AbortSignal;
  onStart?: (check: string) => void;
  onResult?: (result: CheckResult) => void;
}

/**
 * What {@link runChecks} found.
 *
 * @public
 */
export interface RunChecksResult {
  /** One result for each check, in the order given. */
  results: CheckResult[];
  skipped: SkippedFile[];
}

/**
 * Runs checks over one tree. Extractors run once, on first use. A crash of an extractor or a check makes the checks
 * that depend on it `unknown` with the reason; everything else goes on.
 *
 * @throws the abort reason when `signal` is aborted.
 * @public
 */
export async function runChecks(
  options: RunChecksOptions,
): Promise<RunChecksResult> {
  const { tree, checks, signal } = options;
  const skipped = [...tree.skipped];
  const skip = (path: string, reason: string) => {
    if (!skipped.some(item => item.path === path && item.reason === reason)) {
      skipped.push({ path, reason });
    }
  };
  const syntax = createSyntaxIndex({ tree, facts: facts(), skip });
  const context: ExtractContext = {
    tree,
    facts: facts(),
    syntax,
    catalog: options.catalog,
    skip,
  };

  const cache = new Map<Extractor<unknown>, Promise<unknown>>();
  function facts(): Facts {
    return <T>(extractor: Extractor<T>): Promise<T> => {
      let value = cache.get(extractor as Extractor<unknown>);
      if (!value) {
        value = runExtractor(extractor, contextOf(extractor));
        // The rejection reaches each check that asks; without this the first one would be "unhandled" as well.
        value.catch(() => {});
        cache.set(extractor as Extractor<unknown>, value);
      }
      return value as Promise<T>;
    };
  }

  // The inventory decides which files are the project's own; every other extractor sees only those.
  let own: Promise<ExtractContext> | undefined;
  async function contextOf(
    extractor: Extractor<unknown>,
  ): Promise<ExtractContext> {
    if (extractor === inventory) {
      return context;
    }
    own ??= context
      .facts(inventory)
      .then(files => ({ ...context, tree: new OwnTree(tree, files) }));
    return own;
  }

  const checkContext: CheckContext = {
    facts: context.facts,
    syntax,
    read: path => tree.read(path),
  };
  const results: CheckResult[] = [];
  for (const check of checks) {
    signal?.throwIfAborted();
    options.onStart?.(check.definition.id);
    const result = await runCheck(check, checkContext);
    results.push(result);
    options.onResult?.(result);
    // Native syntax trees are only freed when the event loop turns.
    await new Promise(resolve => setImmediate(resolve));
  }
  return { results, skipped };
}

async function runExtractor<T>(
  extractor: Extractor<T>,
  context: Promise<ExtractContext>,
): Promise<T> {
  try {
    return await extractor.extract(await context);
  } catch (error) {
    throw new Error(
      `the facts "${extractor.id}" could not be read: ${
        (error as Error).message
      }`,
    );
  }
}

async function runCheck(
  check: Check,
  context: CheckContext,
): Promise<CheckResult> {
  let outcome: CheckOutcome;
  try {
    outcome = await check.evaluate(context);
  } catch (error) {
    outcome = {
      status: 'unknown',
      summary: `Could not be decided: ${(error as Error).message}`,
    };
  }
  return toResult(check, outcome, context);
}

function toResult(
  { definition }: Check,
  outcome: CheckOutcome,
  context: CheckContext,
): CheckResult {
  const withSnippets = (evidence: Evidence[] = []) =>
    evidence.map(place => ({
      ...place,
      snippet: place.snippet ?? cutSnippet(place, context.read),
    }));
  const failed = outcome.status === 'fail' ? outcome : undefined;
  return {
    check: definition.id,
    area: definition.area,
    severity: definition.severity,
    status: outcome.status,
    confidence:
      ('confidence' in outcome ? outcome.confidence : undefined) ??
      definition.confidence,
    summary: outcome.summary,
    ...(failed?.share === undefined ? {} : { share: failed.share }),
    evidence: withSnippets('evidence' in outcome ? outcome.evidence : []),
    lookedFor: outcome.lookedFor ?? [],
    ...(failed?.strengths?.length
      ? { strengths: withSnippets(failed.strengths) }
      : {}),
  };
}
