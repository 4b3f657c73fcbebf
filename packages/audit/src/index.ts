/**
 * The audit engine of Readiness: a source tree in, results out. Knows nothing of Backstage, HTTP or databases.
 *
 * @packageDocumentation
 */
export { builtInChecks, checksById } from './checks';
export { engineVersion } from './engineVersion';
export { defineCheck } from './engine/defineCheck';
export { defineExtractor } from './engine/defineExtractor';
export { maskSecrets } from './engine/maskSecrets';
export { runChecks } from './engine/runChecks';
export type { RunChecksOptions, RunChecksResult } from './engine/runChecks';
export * from './engine/types';
export { AuditRunner } from './runner/AuditRunner';
export type { AuditRunRequest, AuditRunnerOptions } from './runner/AuditRunner';
export { DEFAULT_TREE_LIMITS } from './tree/SourceTree';
export type { SourceTree, TreeFile, TreeLimits } from './tree/SourceTree';
export { MemoryTree } from './tree/MemoryTree';
export { TreeBuilder } from './tree/TreeBuilder';
export type { TreeOptions } from './tree/TreeBuilder';
export { isRepositoryFolder } from './tree/repositoryFiles';
export { readDirectory } from './tree/readDirectory';
export * from './syntax/schema';
export * from './facts/inventory/schema';
export * from './facts/catalog/schema';
