import { toneOf } from '../../lib/scores';
import styles from './ScoreBar.module.css';

/** A score from 0 to 10 as a bar with a mark at the target. The figures stand beside it, so it is hidden from readers. */
export function ScoreBar(props: {
  score: number | null;
  target: number | null;
  size?: 'small' | 'large';
}) {
  const { score, target, size = 'small' } = props;
  return (
    <span className={styles.track} data-size={size} aria-hidden="true">
      {score !== null && (
        <span
          className={styles.fill}
          data-tone={toneOf(score, target ?? 10)}
          style={{ width: `${score * 10}%` }}
        />
      )}
      {target !== null && (
        <span className={styles.target} style={{ left: `${target * 10}%` }} />
      )}
    </span>
  );
}
