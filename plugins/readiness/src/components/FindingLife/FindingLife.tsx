import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { FindingItem, Standard } from '@readiness/plugin-readiness-common';
import { useState } from 'react';
import { useT } from '../../hooks/useT';
import { httpLink } from '../../lib/sourceLink';
import { Disclosure } from '../Disclosure';
import { FindingHistory } from './FindingHistory';
import styles from './FindingLife.module.css';
import { TriageMenu } from './TriageMenu';

/** Where a finding stands: its state, who works on it, what was decided, and what one can decide. */
export function FindingLife(props: {
  item: FindingItem;
  standard: Standard | undefined;
  onChanged: (item: FindingItem) => void;
}) {
  const { item, standard, onChanged } = props;
  const t = useT();
  const [open, setOpen] = useState(false);
  const ticket = item.ticket ? httpLink(item.ticket) : undefined;
  return (
    <div className={styles.life}>
      <div className={styles.line}>
        <span className={styles.state} data-state={item.state}>
          {t(`findingState.${item.state}`)}
        </span>
        {item.inherited && (
          <span className={styles.fact}>{t('triage.inherited')}</span>
        )}
        {item.assignee && (
          <span className={styles.fact}>
            {t('triage.assignedTo')}{' '}
            <EntityRefLink
              entityRef={item.assignee}
              defaultKind="user"
              hideIcon
            />
          </span>
        )}
        {ticket && (
          <a href={ticket} target="_blank" rel="noopener noreferrer">
            {t('triage.ticket')}
          </a>
        )}
        <span className={styles.menu}>
          <TriageMenu item={item} standard={standard} onChanged={onChanged} />
        </span>
      </div>
      <Disclosure
        heading={t('triage.history')}
        open={open}
        onToggle={setOpen}
        className={styles.history}
      >
        <FindingHistory id={item.id} version={item.version} />
      </Disclosure>
    </div>
  );
}
