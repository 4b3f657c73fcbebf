import { Extractor } from './types';

/**
 * Declares an extractor of facts.
 *
 * @public
 */
export function defineExtractor<T>(extractor: Extractor<T>): Extractor<T> {
  return extractor;
}
