import { SEVERITIES, Severity } from '@readiness/plugin-readiness-common';
import { useT } from '../../hooks/useT';
import styles from './SeverityLabel.module.css';

/** A severity as P0–P3 with its name. */
export function SeverityLabel(props: { severity: Severity }) {
  const { severity } = props;
  const t = useT();
  return (
    <span className={styles.label} data-severity={severity}>
      <span className={styles.priority}>P{SEVERITIES.indexOf(severity)}</span>{' '}
      {t(`severity.${severity}`)}
    </span>
  );
}
