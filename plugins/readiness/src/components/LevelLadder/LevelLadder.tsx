import { Level } from '@readiness/plugin-readiness-common';
import { useT } from '../../hooks/useT';
import { titleOf } from '../../lib/labels';
import styles from './LevelLadder.module.css';

/** The maturity level and how far up the ladder it is. */
export function LevelLadder(props: {
  level: string;
  levels: readonly Level[] | undefined;
}) {
  const { level, levels } = props;
  const t = useT();
  const position = (levels?.findIndex(({ id }) => id === level) ?? -1) + 1;
  return (
    <span className={styles.ladder}>
      <strong className={styles.title}>{titleOf(levels, level)}</strong>
      {levels && position > 0 && (
        <span
          role="img"
          aria-label={t('header.levelPosition', {
            position: String(position),
            total: String(levels.length),
          })}
          className={styles.steps}
        >
          {levels.map((step, index) => (
            <span
              key={step.id}
              className={styles.step}
              data-reached={index < position}
              style={{ height: `${6 + index * 3}px` }}
            />
          ))}
        </span>
      )}
    </span>
  );
}
