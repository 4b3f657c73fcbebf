import { Risk } from '@readiness/plugin-readiness-common';
import { useT } from '../../hooks/useT';
import styles from './RisksLine.module.css';

const ORDER: Risk['status'][] = ['blocking', 'should-fix', 'nice-to-have'];

/** Open findings by kind of risk, what blocks first. */
export function RisksLine(props: { risks: readonly Risk[] }) {
  const { risks } = props;
  const t = useT();
  if (risks.length === 0) {
    return null;
  }
  const sorted = [...risks].sort(
    (a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status),
  );
  return (
    <section className={styles.line} aria-label={t('risks.title')}>
      <h2 className={styles.title}>{t('risks.title')}</h2>
      <ul className={styles.risks}>
        {sorted.map(risk => (
          <li
            key={risk.category}
            className={styles.risk}
            data-status={risk.status}
          >
            {risk.category}{' '}
            <span
              className={styles.count}
              title={t('risks.entry', { count: risk.count })}
            >
              {risk.count}
            </span>{' '}
            <span className={styles.status}>{t(`risks.${risk.status}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
