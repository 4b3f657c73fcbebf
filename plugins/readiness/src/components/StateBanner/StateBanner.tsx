import { Alert } from '@backstage/ui';
import { Audit, AuditState } from '@readiness/plugin-readiness-common';
import { useT } from '../../hooks/useT';
import { isPast, relativeTime } from '../../lib/time';

/** Says when what is shown is not the latest truth: the last run failed, the result is old, or the page lost touch. */
export function StateBanner(props: {
  state: AuditState;
  audit: Audit;
  /** The last attempt to refresh failed. */
  refreshError?: Error;
}) {
  const { state, audit, refreshError } = props;
  const t = useT();
  const confirmedAt = state.checkedAt ?? audit.startedAt;
  return (
    <>
      {refreshError && (
        <Alert
          role="status"
          status="warning"
          icon
          title={t('error.updateFailed', { message: refreshError.message })}
        />
      )}
      {(state.status === 'failed' || state.status === 'dead-letter') && (
        <Alert
          role="status"
          status="danger"
          icon
          title={t('banner.failedTitle')}
          description={
            <>
              {t('banner.failedText', {
                message: sentence(state.error?.message),
                when: relativeTime(confirmedAt),
              })}{' '}
              <FailureTimes state={state} />
            </>
          }
        />
      )}
      {state.rateLimited && (
        <Alert
          role="status"
          status="info"
          icon
          title={t('banner.rateLimited', {
            host: state.rateLimited.host,
            when: relativeTime(state.rateLimited.until),
          })}
        />
      )}
      {state.stale && (
        <Alert
          role="status"
          status="warning"
          icon
          title={t('banner.staleTitle')}
          description={t('banner.staleText', {
            when: relativeTime(confirmedAt),
          })}
        />
      )}
    </>
  );
}

/** How often it failed, and when it is tried again. */
export function FailureTimes(props: { state: AuditState }) {
  const { status, error, nextAuditAt } = props.state;
  const t = useT();
  return (
    <>
      {error &&
        t('banner.failedAttempts', {
          count: error.attempts,
          when: relativeTime(error.at),
        })}{' '}
      {nextAuditAt &&
        !isPast(nextAuditAt) &&
        t('banner.nextTry', { when: relativeTime(nextAuditAt) })}
      {status === 'dead-letter' && t('banner.givenUp')}
    </>
  );
}

/** Reasons come with or without a full stop. */
function sentence(text: string | undefined): string {
  if (!text) {
    return '';
  }
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
