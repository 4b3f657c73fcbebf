import { Alert, Card } from '@backstage/ui';
import { AuditState } from '@readiness/plugin-readiness-common';
import { RiTimeLine } from '@remixicon/react';
import { ReactNode } from 'react';
import { useT } from '../../hooks/useT';
import { relativeTime } from '../../lib/time';
import { FailureTimes } from '../StateBanner';
import styles from './NotAudited.module.css';

/** The tab of an entity that has no audit yet, with how far it is. */
export function NotAudited(props: {
  state: AuditState;
  /** The button that asks for an audit. */
  action: ReactNode;
}) {
  const { state, action } = props;
  const t = useT();
  if (state.status === 'failed' || state.status === 'dead-letter') {
    return (
      <Alert
        role="status"
        status="danger"
        icon
        title={t('banner.failedFirstTitle')}
        description={
          <>
            <span className={styles.reason}>{state.error?.message}</span>
            <FailureTimes state={state} /> {t('empty.failedHint')}
          </>
        }
        customActions={action}
      />
    );
  }
  return (
    <Card className={styles.card}>
      <RiTimeLine aria-hidden="true" className={styles.icon} />
      <h2 className={styles.title}>{t('empty.title')}</h2>
      <p role="status" className={styles.status}>
        <QueueText state={state} />
      </p>
      <p className={styles.hint}>{t('empty.hint')}</p>
      {action}
    </Card>
  );
}

function QueueText(props: { state: AuditState }) {
  const { status, position, rateLimited } = props.state;
  const t = useT();
  if (status === 'running') {
    return <>{t('empty.running')}</>;
  }
  if (status === 'done') {
    return <>{t('empty.done')}</>;
  }
  if (rateLimited) {
    return (
      <>
        {t('empty.rateLimited', {
          host: rateLimited.host,
          when: relativeTime(rateLimited.until),
        })}
      </>
    );
  }
  return (
    <>
      {position === undefined
        ? t('empty.queued')
        : t('empty.queuedAt', { count: position })}
    </>
  );
}
