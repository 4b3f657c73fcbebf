import { useApi } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Skeleton } from '@backstage/ui';
import { FindingEvent } from '@readiness/plugin-readiness-common';
import { readinessApiRef } from '../../api';
import { useAsyncData } from '../../hooks/useAsyncData';
import { useT } from '../../hooks/useT';
import { shortRevision } from '../../lib/shortRevision';
import { RelativeTime } from '../RelativeTime';
import { RequestError } from '../RequestError';
import styles from './FindingLife.module.css';

/** What happened to a finding, newest first. Read anew when its version changes. */
export function FindingHistory(props: { id: string; version: number }) {
  const { id, version } = props;
  const api = useApi(readinessApiRef);
  const t = useT();
  const { value, error, reload } = useAsyncData(`${id} ${version}`, signal =>
    api.getFindingEvents(id, { signal }),
  );
  if (error) {
    return (
      <RequestError
        title={t('error.historyTitle')}
        error={error}
        onRetry={reload}
      />
    );
  }
  if (!value) {
    return <Skeleton height="1rem" width="60%" />;
  }
  return (
    <ol className={styles.events}>
      {value.map((event, index) => (
        <li key={index} className={styles.event}>
          <span>
            {t(`event.${event.kind}`)} <Actor event={event} />
            <span className={styles.when}>
              <RelativeTime iso={event.at} />
            </span>
          </span>
          {event.text && <q className={styles.text}>{event.text}</q>}
        </li>
      ))}
    </ol>
  );
}

function Actor(props: { event: FindingEvent }) {
  const { actor, revision } = props.event;
  if (actor) {
    return <EntityRefLink entityRef={actor} defaultKind="user" hideIcon />;
  }
  return revision ? <code>{shortRevision(revision)}</code> : null;
}
