import { Button } from '@backstage/ui';
import { AuditState } from '@readiness/plugin-readiness-common';
import { RiCheckLine, RiRefreshLine } from '@remixicon/react';
import { isInFlight } from '../../hooks/useEntityReadiness';
import { useT } from '../../hooks/useT';
import { statusOf } from '../../lib/errors';
import styles from './AuditButton.module.css';

/** Asks for an audit and tells, live, what becomes of it. */
export function AuditButton(props: {
  state: AuditState;
  requesting: boolean;
  finished: boolean;
  error?: Error;
  /** The state stands in words elsewhere. */
  quiet?: boolean;
  onRequest: () => void;
}) {
  const { state, requesting, finished, error, quiet, onRequest } = props;
  const t = useT();
  const inFlight = isInFlight(state);
  // Who waits further back may still ask to come first.
  const isNext =
    state.status === 'running' ||
    (state.status === 'queued' && state.position === 1);
  return (
    <div className={styles.audit}>
      <Button
        variant="primary"
        iconStart={<RiRefreshLine />}
        isDisabled={isNext || requesting}
        onPress={onRequest}
      >
        {t('audit.now')}
      </Button>
      {!quiet && (
        <div role="status" className={styles.status}>
          <AuditStatus
            state={state}
            requesting={requesting}
            finished={finished}
          />
        </div>
      )}
      {inFlight && (
        <div
          role="progressbar"
          aria-label={t('audit.progress')}
          className={styles.progress}
          data-status={state.status}
        />
      )}
      {error && (
        <div role="alert" className={styles.error}>
          {statusOf(error) === 403
            ? t('error.auditForbidden')
            : t('error.auditFailed', { message: error.message })}
        </div>
      )}
    </div>
  );
}

function AuditStatus(props: {
  state: AuditState;
  requesting: boolean;
  finished: boolean;
}) {
  const { state, requesting, finished } = props;
  const t = useT();
  if (requesting) {
    return <>{t('audit.requesting')}</>;
  }
  if (state.status === 'running') {
    return <>{t('audit.running')}</>;
  }
  if (state.status === 'queued') {
    return (
      <>
        {state.position === undefined
          ? t('audit.queued')
          : t('audit.queuedAt', { count: state.position })}
      </>
    );
  }
  return finished ? (
    <>
      <RiCheckLine aria-hidden="true" className={styles.icon} />
      {t('audit.finished')}
    </>
  ) : null;
}
