import type { Translate } from '../hooks/useT';
import { statusOf } from './errors';

/** Why a decision was refused, for people. */
export function triageErrorText(t: Translate, error: Error): string {
  switch (statusOf(error)) {
    case 403:
      return t('triage.forbidden');
    case 409:
    case 412:
      return t('triage.changed');
    default:
      return t('triage.failed', { message: error.message });
  }
}
