import {
  assembleAudit,
  Audit,
  Standard,
} from '@readiness/plugin-readiness-common';
import { availableChecks, CheckSource } from './engine/availableChecks';
import { AuditProgress, AuditRunner } from './runner/AuditRunner';
import { MemoryTree } from './tree/MemoryTree';

/**
 * Options of {@link auditTree}.
 *
 * @public
 */
export interface AuditTreeOptions {
  runner: AuditRunner;
  /** Where the tree is from: URL or directory. */
  source: string | null;
  /** Commit, etag or content hash. */
  revision: string | null;
  /** Entity reference; default `null`. */
  entity?: string | null;
  /** Entity reference of the owner of the findings; default `null`. */
  owner?: string | null;
  /**
   * Ids of the checks to run. Default: all that judge the tree, the `extraChecks` and, when there is a catalog, those
   * about the entity.
   */
  checks?: readonly string[];
  /** Declarative checks in YAML, besides the built-in ones. */
  extraChecks?: readonly CheckSource[];
  /** What the catalog knows of the entity. */
  catalog?: unknown;
  signal?: AbortSignal;
  onProgress?: (progress: AuditProgress) => void;
}

/**
 * Audits a tree by a standard: what the command line prints and the API returns.
 *
 * @throws the abort reason when `signal` is aborted; an error naming file and line for a declarative check that is not
 * right; NotFoundError for a check that does not exist.
 * @public
 */
export async function auditTree(
  tree: MemoryTree,
  standard: Standard,
  options: AuditTreeOptions,
): Promise<Audit> {
  const startedAt = new Date().toISOString();
  const begin = performance.now();
  const available = availableChecks(options.extraChecks);
  const checks = options.checks
    ? options.checks.map(id => available.byId(id))
    : available.all.filter(
        ({ subject }) => subject === 'tree' || options.catalog !== undefined,
      );
  const { results, skipped } = await options.runner.run({
    tree,
    checks: checks.map(({ definition }) => definition.id),
    extraChecks: options.extraChecks,
    catalog: options.catalog,
    signal: options.signal,
    onProgress: options.onProgress,
  });
  return assembleAudit({
    entity: options.entity ?? null,
    owner: options.owner ?? null,
    source: options.source,
    revision: options.revision,
    standard,
    checks: checks.map(({ definition }) => definition),
    results,
    skipped,
    startedAt,
    durationMs: Math.round(performance.now() - begin),
  });
}
