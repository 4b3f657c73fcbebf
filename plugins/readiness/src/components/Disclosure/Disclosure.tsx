import { RiArrowRightSLine } from '@remixicon/react';
import { ReactNode, useId, useState } from 'react';
import styles from './Disclosure.module.css';

/** A heading that opens and closes what is below it. Controlled with `open` and `onToggle`, else by itself. */
export function Disclosure(props: {
  heading: ReactNode;
  /** Level of the heading; without one it is a plain button. */
  level?: 3 | 4;
  open?: boolean;
  onToggle?: (open: boolean) => void;
  children: ReactNode;
  className?: string;
}) {
  const { heading, level, onToggle, children, className } = props;
  const [ownOpen, setOwnOpen] = useState(false);
  const open = props.open ?? ownOpen;
  const id = useId();
  const button = (
    <button
      type="button"
      id={`${id}-button`}
      className={styles.button}
      aria-expanded={open}
      aria-controls={open ? `${id}-panel` : undefined}
      onClick={() => {
        setOwnOpen(!open);
        onToggle?.(!open);
      }}
    >
      <RiArrowRightSLine className={styles.chevron} aria-hidden="true" />
      {heading}
    </button>
  );
  const Heading = level ? (`h${level}` as const) : 'div';
  return (
    <div className={className}>
      <Heading className={styles.heading}>{button}</Heading>
      {open && (
        <div
          id={`${id}-panel`}
          role="region"
          aria-labelledby={`${id}-button`}
          className={styles.panel}
        >
          {children}
        </div>
      )}
    </div>
  );
}
