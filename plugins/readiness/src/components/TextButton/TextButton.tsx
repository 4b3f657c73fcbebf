import { ReactNode } from 'react';
import styles from './TextButton.module.css';

/** A button that reads like the text around it. */
export function TextButton(props: {
  label?: string;
  onPress: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      className={styles.button}
      aria-label={props.label}
      onClick={props.onPress}
    >
      {props.children}
    </button>
  );
}
