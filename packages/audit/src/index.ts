/**
 * The audit engine of Readiness: a source tree in, results out. Knows nothing of Backstage, HTTP or databases.
 *
 * @packageDocumentation
 */
export { auditTree } from './audit';
export type { AuditTreeOptions } from './audit';
export { builtInChecks, checksById } from './checks';
export { compileChecks, testChecks } from './rules';
export type { CheckCaseResult } from './rules';
export { engineVersion } from './engineVersion';
export type { CheckSource } from './engine/availableChecks';
export { defineCheck } from './engine/defineCheck';
export { defineExtractor } from './engine/defineExtractor';
export { maskSecrets } from './engine/maskSecrets';
export { runChecks } from './engine/runChecks';
export type { RunChecksOptions, RunChecksResult } from './engine/runChecks';
export * from './engine/types';
export { AuditRunner } from './runner/AuditRunner';
export type {
  AuditProgress,
  AuditRunRequest,
  AuditRunnerOptions,
} from './runner/AuditRunner';
export { DEFAULT_TREE_LIMITS } from './tree/SourceTree';
export type { SourceTree, TreeFile, TreeLimits } from './tree/SourceTree';
export { MemoryTree } from './tree/MemoryTree';
export { TreeBuilder } from './tree/TreeBuilder';
export type { TreeOptions } from './tree/TreeBuilder';
export { isRepositoryFolder } from './tree/repositoryFiles';
export { readDirectory } from './tree/readDirectory';
export { nearest, parseStandard } from './standards';
export * from './syntax/schema';
export * from './facts/inventory/schema';
export * from './facts/catalog/schema';
export type {
  NodePosition,
  NodeQuery,
  NodeRelation,
  NodeRule,
  SyntaxNode,
} from './syntax/nodes';
