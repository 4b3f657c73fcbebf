import {
  TranslationFunction,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { readinessTranslationRef } from '../translation';

/** Finds the text of a key. */
export type Translate = TranslationFunction<typeof readinessTranslationRef.T>;

/** The translation function of the plugin. */
export function useT(): Translate {
  return useTranslationRef(readinessTranslationRef).t;
}
