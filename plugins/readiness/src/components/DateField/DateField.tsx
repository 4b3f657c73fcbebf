import { useId } from 'react';
import styles from './DateField.module.css';

/** A day, by the browser's own picker: in the words and the order of whoever uses it. */
export function DateField(props: {
  label: string;
  description?: string;
  /** `2026-11-30`, empty for none. */
  value: string;
  min?: string;
  max?: string;
  isInvalid?: boolean;
  onChange: (value: string) => void;
}) {
  const { label, description, value, min, max, isInvalid, onChange } = props;
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      {description && (
        <span id={`${id}-hint`} className={styles.hint}>
          {description}
        </span>
      )}
      <input
        id={id}
        type="date"
        className={styles.input}
        value={value}
        min={min}
        max={max}
        aria-describedby={description ? `${id}-hint` : undefined}
        aria-invalid={isInvalid}
        onChange={event => onChange(event.target.value)}
      />
    </div>
  );
}
