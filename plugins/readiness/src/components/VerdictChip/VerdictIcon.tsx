import { Verdict } from '@readiness/plugin-readiness-common';
import {
  RiAlertLine,
  RiCheckboxCircleLine,
  RiCloseCircleLine,
} from '@remixicon/react';
import styles from './VerdictChip.module.css';

const ICONS = {
  go: RiCheckboxCircleLine,
  conditional: RiAlertLine,
  'no-go': RiCloseCircleLine,
};

/** Each verdict has a shape of its own, not only a colour. */
export function VerdictIcon(props: { verdict: Verdict; label?: string }) {
  const { verdict, label } = props;
  const Icon = ICONS[verdict];
  return label ? (
    <span role="img" aria-label={label} title={label} className={styles.icon}>
      <Icon data-verdict={verdict} aria-hidden="true" />
    </span>
  ) : (
    <span className={styles.icon}>
      <Icon data-verdict={verdict} aria-hidden="true" />
    </span>
  );
}
