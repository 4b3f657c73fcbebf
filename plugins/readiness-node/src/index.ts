/**
 * Extension points and contracts for authors of Readiness modules.
 *
 * @packageDocumentation
 */
export * from './collector';
export * from './extensions';
export * from './RateLimitedError';
export * from './repositoryOf';
