import {
  Audit,
  fixesForStage,
  StandardWithChecks,
} from '@readiness/plugin-readiness-common';
import { useMemo } from 'react';
import { useT } from '../../hooks/useT';
import { titleOf } from '../../lib/labels';
import { formatScore } from '../../lib/scores';
import { TextButton } from '../TextButton';
import styles from './StagePlanPanel.module.css';

/** The few repairs after which the next stage is no longer refused, and what the audit would say then. */
export function StagePlanPanel(props: {
  audit: Audit;
  standard: StandardWithChecks;
  onShowCheck: (check: string) => void;
}) {
  const { audit, standard, onShowCheck } = props;
  const t = useT();
  const plan = useMemo(
    () => fixesForStage(audit, { standard, checks: standard.checks }),
    [audit, standard],
  );
  if (!plan) {
    return null;
  }
  const { fixes, after, remaining } = plan;
  const stage = titleOf(standard.stages, plan.stage);
  return (
    <section className={styles.plan} aria-label={t('plan.title', { stage })}>
      <h3 className={styles.title}>{t('plan.title', { stage })}</h3>
      <p className={styles.after}>
        {t(after.verdict === 'no-go' ? 'plan.notEnough' : 'plan.after', {
          count: fixes.length,
          score: formatScore(after.score),
          now: formatScore(audit.overall.score),
          level: titleOf(standard.levels, after.level),
          verdict: t(`verdict.${after.verdict}`),
        })}
      </p>
      <ol className={styles.fixes}>
        {fixes.map(fix => (
          <li key={fix.check} className={styles.fix}>
            <TextButton onPress={() => onShowCheck(fix.check)}>
              {fix.title}
            </TextButton>
            <span className={styles.facts}>
              {t('plan.findings', { count: fix.findings })}
              {fix.effort && <> · {t(`effort.${fix.effort}`)}</>}
            </span>
          </li>
        ))}
      </ol>
      {remaining.length > 0 && (
        <>
          <p className={styles.after}>{t('plan.remaining')}</p>
          <ul className={styles.remaining}>
            {remaining.map(({ text }) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
