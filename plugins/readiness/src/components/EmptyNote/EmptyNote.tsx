import { ReactNode } from 'react';
import styles from './EmptyNote.module.css';

/** What stands in a list that has nothing to show. */
export function EmptyNote(props: { icon?: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.note}>
      {props.icon && <span aria-hidden="true">{props.icon}</span>}
      <div>{props.children}</div>
    </div>
  );
}
