import {
  CheckResult,
  Evidence,
  SkippedFile,
} from '@readiness/plugin-readiness-common';
import { inventory } from '../facts/inventory/extract';
import { createSyntaxIndex, ParsingOptions } from '../syntax/createSyntaxIndex';
import { OwnTree } from '../tree/OwnTree';
import { SourceTree } from '../tree/SourceTree';
import { cutSnippet } from './snippet';
import { FactStore, messageOf } from './FactStore';
import { TaskObserver, TaskStack } from './TaskStack';
import {
  Check,
  CheckContext,
  CheckOutcome,
  ExtractContext,
  Extractor,
  Facts,
} from './types';

/**
 * Places of one result. More than anybody goes through, and far fewer than a small file can be made to give: aliases
 * of YAML turn one line into tens of thousands of services.
 */
const MAX_PLACES = 5_000;
/** Places of one result that are shown with their lines; nobody reads more, and masking secrets in them takes time. */
const MAX_SNIPPETS = 1_000;

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
  onResult?: (result: CheckResult) => void;
  /** Told what is at work and what it costs. */
  observer?: TaskObserver;
  /** Extractors that are not run, with the reason: what depends on them is `unknown`. */
  lostFacts?: ReadonlyMap<string, string>;
  /** How source files are parsed. */
  parsing?: ParsingOptions;
}

/**
 * What {@link runChecks} found.
 *
 * @public
 */
export interface RunChecksResult {
  /** One result for each check, in the order given. */
  results: CheckResult[];
  /** By path and reason. */
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
  const { tree, checks, signal, observer = {} } = options;
  const skipped = new Map<string, SkippedFile>();
  const skip = (path: string, reason: string) => {
    skipped.set(JSON.stringify([path, reason]), { path, reason });
  };
  tree.skipped.forEach(({ path, reason }) => skip(path, reason));

  // The index needs the facts, the facts need the tasks, and the tasks ask the index for its time, but only later.
  // eslint-disable-next-line @typescript-eslint/no-use-before-define
  const tasks: TaskStack = new TaskStack(observer, () => syntax.parsingMs);
  const facts = new FactStore(
    tasks,
    contextFor,
    options.lostFacts ?? new Map(),
  );
  const syntax = createSyntaxIndex({
    tree,
    facts: facts.requests(),
    skip,
    ...options.parsing,
  });

  // The inventory decides which files are the project's own; every other extractor sees only those.
  let own: SourceTree | undefined;
  async function contextFor(
    extractor: Extractor<unknown>,
    request: Facts,
  ): Promise<ExtractContext> {
    if (extractor !== inventory) {
      own ??= new OwnTree(tree, await request(inventory));
    }
    return {
      tree: own ?? tree,
      facts: request,
      syntax,
      catalog: options.catalog,
      skip,
    };
  }

  // Snippets of one file are cut one after the other.
  let last: { path: string; text: string | undefined } | undefined;
  const read = (path: string) => {
    if (last?.path !== path) {
      last = { path, text: tree.read(path) };
    }
    return last.text;
  };

  const results: CheckResult[] = [];
  for (const check of checks) {
    signal?.throwIfAborted();
    const context: CheckContext = { facts: facts.requests(), syntax, read };
    const result = await tasks.run(
      { kind: 'check', id: check.definition.id },
      () => runCheck(check, context),
    );
    results.push(result);
    options.onResult?.(result);
    // Messages, aborts and other threads are only heard when the event loop turns.
    await new Promise(resolve => setImmediate(resolve));
  }
  return { results, skipped: [...skipped.values()].sort(byPath) };
}

function byPath(a: SkippedFile, b: SkippedFile): number {
  return compare(a.path, b.path) || compare(a.reason, b.reason);
}

/** By code units: the same in every locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

async function runCheck(
  check: Check,
  context: CheckContext,
): Promise<CheckResult> {
  try {
    return toResult(check, await check.evaluate(context), context);
  } catch (error) {
    return toResult(
      check,
      {
        status: 'unknown',
        summary: `Could not be decided: ${messageOf(error)}`,
      },
      context,
    );
  }
}

function toResult(
  { definition }: Check,
  outcome: CheckOutcome,
  context: CheckContext,
): CheckResult {
  const withSnippets = (evidence: Evidence[] = []) =>
    evidence.slice(0, MAX_PLACES).map((place, index) => ({
      ...onlyEvidence(place),
      snippet:
        place.snippet ??
        (index < MAX_SNIPPETS ? cutSnippet(place, context.read) : undefined),
    }));
  const failed = outcome.status === 'fail' ? outcome : undefined;
  const places = ('evidence' in outcome ? outcome.evidence : undefined) ?? [];
  return {
    check: definition.id,
    area: definition.area,
    severity: definition.severity,
    status: outcome.status,
    confidence:
      ('confidence' in outcome ? outcome.confidence : undefined) ??
      definition.confidence,
    summary:
      places.length > MAX_PLACES
        ? `${outcome.summary} (${MAX_PLACES} of ${places.length} places are listed)`
        : outcome.summary,
    ...(failed?.share === undefined ? {} : { share: failed.share }),
    evidence: withSnippets(places),
    lookedFor: outcome.lookedFor ?? [],
    ...(failed?.strengths?.length
      ? { strengths: withSnippets(failed.strengths) }
      : {}),
  };
}

/** The fields of evidence and nothing else: what a check keeps beside them for itself is not part of the audit. */
function onlyEvidence(place: Evidence): Evidence {
  const { path, line, endLine, snippet, note } = place;
  const { severity, confidence, subject, related } = place;
  return {
    path,
    line,
    endLine,
    snippet,
    note,
    severity,
    confidence,
    subject,
    related,
  };
}
