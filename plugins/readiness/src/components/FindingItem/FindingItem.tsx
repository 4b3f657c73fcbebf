import { Audit, Standard } from '@readiness/plugin-readiness-common';
import { useEffect, useRef } from 'react';
import { useT } from '../../hooks/useT';
import { FindingRow } from '../../lib/findingRows';
import { formatPlace, titleOf } from '../../lib/labels';
import { daysSince, isPast, relativeTime } from '../../lib/time';
import { Disclosure } from '../Disclosure';
import { FindingDetails } from '../FindingDetails';
import { SeverityLabel } from '../SeverityLabel';
import styles from './FindingItem.module.css';

/** One row: what is wrong and where; opened, everything about it. */
export function FindingItem(props: {
  row: FindingRow;
  audit: Audit;
  standard: Standard | undefined;
  open: boolean;
  onToggle: (open: boolean) => void;
}) {
  const { row, audit, standard, open, onToggle } = props;
  const element = useRef<HTMLLIElement>(null);

  // A link to a finding, or a reason of a verdict, opens it wherever it stands in the list.
  useEffect(() => {
    if (open) {
      element.current?.scrollIntoView?.({ block: 'nearest' });
    }
  }, [open]);

  return (
    <li ref={element} className={styles.item} data-open={open}>
      <Disclosure
        level={4}
        open={open}
        onToggle={onToggle}
        heading={
          <>
            <SeverityLabel severity={row.severity} />
            <span className={styles.main}>
              <span className={styles.title}>{row.title}</span>
              <span className={styles.where}>
                {titleOf(standard?.areas, row.area)}
                <Places row={row} />
              </span>
            </span>
            <Due row={row} />
          </>
        }
      >
        <FindingDetails row={row} audit={audit} standard={standard} />
      </Disclosure>
    </li>
  );
}

function Places(props: { row: FindingRow }) {
  const { findings } = props.row;
  const t = useT();
  const [first] = findings;
  return (
    <>
      {first.path && (
        <code className={styles.path}>
          {formatPlace(first.path, first.line)}
        </code>
      )}
      {findings.length > 1 && (
        <span>
          {t('findings.more', { places: String(findings.length - 1) })}
        </span>
      )}
      {findings.every(({ confidence }) => confidence === 'plausible') && (
        <span>{t('findings.plausible')}</span>
      )}
    </>
  );
}

function Due(props: { row: FindingRow }) {
  const { dueAt } = props.row;
  const t = useT();
  if (!dueAt) {
    return null;
  }
  const overdue = isPast(dueAt);
  return (
    <span className={styles.due} data-overdue={overdue}>
      {overdue ? (
        <Overdue days={daysSince(dueAt)} />
      ) : (
        t('findings.due', { when: relativeTime(dueAt) })
      )}
    </span>
  );
}

function Overdue(props: { days: number }) {
  const { days } = props;
  const t = useT();
  return (
    <>
      {days < 1
        ? t('findings.overdueToday')
        : t('findings.overdue', { count: days })}
    </>
  );
}
