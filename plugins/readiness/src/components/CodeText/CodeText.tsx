import styles from './CodeText.module.css';

/** A plain text in which what stands between backticks is code. Nothing else is interpreted. */
export function CodeText(props: { text: string }) {
  const parts = props.text.split(/`([^`]+)`/);
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 1 ? (
          <code key={index} className={styles.code}>
            {part}
          </code>
        ) : (
          part
        ),
      )}
    </>
  );
}
