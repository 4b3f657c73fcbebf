import { Card } from '@backstage/ui';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  Audit,
  AuditState,
  StandardWithChecks,
} from '@readiness/plugin-readiness-common';
import { ReactNode, useMemo } from 'react';
import { useT } from '../../hooks/useT';
import { titleOf } from '../../lib/labels';
import { formatScore, formatTarget } from '../../lib/scores';
import { shortRevision } from '../../lib/shortRevision';
import { LevelLadder } from '../LevelLadder';
import { RelativeTime } from '../RelativeTime';
import { RisksLine } from '../RisksLine';
import { ScoreBar } from '../ScoreBar';
import { VerdictChip } from '../VerdictChip';
import styles from './ReadinessHeader.module.css';

/** May it go to production, how far is it, and on what evidence this rests. */
export function ReadinessHeader(props: {
  audit: Audit;
  state: AuditState;
  standard: StandardWithChecks | undefined;
  owner: string | null;
  action: ReactNode;
  onShowCheck: (check: string) => void;
}) {
  const { audit, state, standard, owner, action, onShowCheck } = props;
  const t = useT();
  const failing = useMemo(
    () => new Set(audit.findings.map(({ check }) => check)),
    [audit],
  );
  return (
    <Card className={styles.header}>
      <div className={styles.blocks}>
        <ScoreBlock overall={audit.overall} />
        <section className={styles.block} aria-label={t('header.stages')}>
          <dl className={styles.level}>
            <dt className={styles.label}>{t('header.level')}</dt>
            <dd>
              <LevelLadder level={audit.level} levels={standard?.levels} />
            </dd>
          </dl>
          <h2 className={styles.label}>{t('header.stages')}</h2>
          <div className={styles.verdicts}>
            {audit.verdicts.map(verdict => (
              <VerdictChip
                key={verdict.stage}
                verdict={verdict}
                stageTitle={titleOf(standard?.stages, verdict.stage)}
                failing={failing}
                onShowCheck={onShowCheck}
              />
            ))}
          </div>
        </section>
        <Provenance
          audit={audit}
          state={state}
          standard={standard}
          owner={owner}
        />
        <div className={styles.action}>{action}</div>
      </div>
      <RisksLine risks={audit.risks} />
    </Card>
  );
}

function ScoreBlock(props: { overall: Audit['overall'] }) {
  const { score, target, gap } = props.overall;
  const t = useT();
  return (
    <section className={styles.block} aria-label={t('header.score')}>
      <h2 className={styles.label}>{t('header.score')}</h2>
      <p className={styles.score}>
        <span className={styles.figure}>{formatScore(score)}</span>{' '}
        <span className={styles.outOf}>{t('header.outOf')}</span>
      </p>
      <ScoreBar score={score} target={target} size="large" />
      {score === null ? (
        <p className={styles.note}>{t('header.noScore')}</p>
      ) : (
        <dl className={styles.targets}>
          <div>
            <dt>{t('header.target')}</dt>
            <dd>{formatTarget(target)}</dd>
          </div>
          <div>
            <dt>{t('header.gap')}</dt>
            <dd>{formatScore(gap)}</dd>
          </div>
        </dl>
      )}
    </section>
  );
}

function Provenance(props: {
  audit: Audit;
  state: AuditState;
  standard: StandardWithChecks | undefined;
  owner: string | null;
}) {
  const { audit, state, standard, owner } = props;
  const t = useT();
  const checkedLater =
    state.checkedAt !== null &&
    Date.parse(state.checkedAt) - Date.parse(audit.startedAt) > 10 * 60_000;
  return (
    <dl className={styles.facts}>
      <dt>{t('header.audited')}</dt>
      <dd>
        <RelativeTime iso={audit.startedAt} focusable />
      </dd>
      {checkedLater && (
        <>
          <dt>{t('header.checked')}</dt>
          <dd>
            <RelativeTime iso={state.checkedAt!} focusable />
          </dd>
        </>
      )}
      <dt>{t('header.revision')}</dt>
      <dd>
        {audit.revision ? (
          <code title={audit.revision} className={styles.revision}>
            {shortRevision(audit.revision)}
          </code>
        ) : (
          t('header.noRevision')
        )}
      </dd>
      <dt>{t('header.owner')}</dt>
      <dd>
        {owner ? (
          <EntityRefLink entityRef={owner} defaultKind="group" hideIcon />
        ) : (
          t('header.nobody')
        )}
      </dd>
      <dt>{t('header.standard')}</dt>
      <dd>
        {standard?.title ?? audit.standard.id} {audit.standard.version}
      </dd>
    </dl>
  );
}
