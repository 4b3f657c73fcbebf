import { EntityRefLink, entityRouteRef } from '@backstage/plugin-catalog-react';
import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import {
  SEVERITIES,
  StandardWithChecks,
} from '@readiness/plugin-readiness-common';
import {
  RiCheckLine,
  RiCloseCircleLine,
  RiLoader4Line,
  RiTimeLine,
} from '@remixicon/react';
import { ENTITY_TAB_PATH } from '../../routes';
import { useT } from '../../hooks/useT';
import { titleOf } from '../../lib/labels';
import { formatScore, formatTarget } from '../../lib/scores';
import { RelativeTime } from '../RelativeTime';
import { ScoreBar } from '../ScoreBar';
import { VerdictIcon } from '../VerdictChip';
import type { ServiceRow } from './ServicesTable';
import styles from './ServicesTable.module.css';

/** The name of a service, leading to its Readiness tab. */
export function ServiceCell(props: { item: ServiceRow }) {
  const { item } = props;
  const { kind, namespace, name } = parseEntityRef(item.entityRef);
  const toEntity = useRouteRef(entityRouteRef);
  const href =
    toEntity && `${toEntity({ kind, namespace, name })}/${ENTITY_TAB_PATH}`;
  return (
    <span className={styles.service}>
      {href ? (
        <Link href={href} variant="body-medium" className={styles.title}>
          {item.title}
        </Link>
      ) : (
        <span className={styles.title}>{item.title}</span>
      )}
      <span className={styles.kind}>
        {[item.kind, item.type].filter(Boolean).join(' · ')}
      </span>
    </span>
  );
}

export function RefCell(props: {
  entityRef: string | null;
  defaultKind: string;
}) {
  const { entityRef, defaultKind } = props;
  return entityRef ? (
    <EntityRefLink entityRef={entityRef} defaultKind={defaultKind} hideIcon />
  ) : (
    <>–</>
  );
}

/** A score with its bar; how far it is from the target stands below. */
export function ScoreCell(props: {
  score: number | null;
  target: number | null;
  /** Without a score: nothing that counts could be judged, or nobody has looked yet. */
  audited: boolean;
}) {
  const { score, target, audited } = props;
  const t = useT();
  if (score === null) {
    return (
      <span className={styles.muted}>
        {audited ? t('services.noScore') : t('services.noScoreYet')}
      </span>
    );
  }
  const gap = (target ?? 10) - score;
  return (
    <span
      className={styles.score}
      title={t('services.scoreOf', {
        score: formatScore(score),
        target: formatTarget(target),
      })}
    >
      <span className={styles.figure}>{formatScore(score)}</span>
      <span className={styles.bar}>
        <ScoreBar score={score} target={target} />
        <span className={styles.muted}>
          {gap > 0
            ? t('services.gap', { gap: formatScore(gap) })
            : t('services.onTarget')}
        </span>
      </span>
    </span>
  );
}

export function AreaCell(props: { item: ServiceRow; area: string }) {
  const { item, area } = props;
  const t = useT();
  const score = item.areas.find(({ id }) => id === area);
  return score && score.score !== null ? (
    <ScoreCell score={score.score} target={score.target} audited />
  ) : (
    <span className={styles.muted}>{t('services.areaNotApplicable')}</span>
  );
}

/** One icon a stage, easiest first, each with its words. */
export function VerdictsCell(props: {
  item: ServiceRow;
  standard: StandardWithChecks | undefined;
}) {
  const { item, standard } = props;
  const t = useT();
  if (item.verdicts.length === 0) {
    return <>–</>;
  }
  return (
    <span className={styles.verdicts}>
      {item.verdicts.map(({ stage, verdict }) => (
        <span key={stage} className={styles.verdict} data-verdict={verdict}>
          <VerdictIcon
            verdict={verdict}
            label={t('verdictReasons.title', {
              stage: titleOf(standard?.stages, stage),
              verdict: t(`verdict.${verdict}`),
            })}
          />
        </span>
      ))}
    </span>
  );
}

/** Findings by severity, hardest first, in columns that align. */
export function FindingsCell(props: { item: ServiceRow }) {
  const { item } = props;
  const t = useT();
  if (item.score === null && item.auditedAt === null) {
    return <>–</>;
  }
  const text = t('services.findingCounts', {
    critical: String(item.findings.critical),
    high: String(item.findings.high),
    medium: String(item.findings.medium),
    low: String(item.findings.low),
  });
  return (
    <span role="img" aria-label={text} title={text} className={styles.counts}>
      {SEVERITIES.map(severity => (
        <span
          key={severity}
          aria-hidden="true"
          className={styles.count}
          data-severity={severity}
          data-zero={item.findings[severity] === 0}
        >
          {item.findings[severity]}
        </span>
      ))}
    </span>
  );
}

export function AuditedCell(props: { item: ServiceRow }) {
  const { auditedAt } = props.item;
  return auditedAt ? <RelativeTime iso={auditedAt} /> : <>–</>;
}

const STATE_ICONS = {
  done: RiCheckLine,
  queued: RiTimeLine,
  running: RiLoader4Line,
  failed: RiCloseCircleLine,
  'dead-letter': RiCloseCircleLine,
};

export function StateCell(props: { item: ServiceRow }) {
  const { state } = props.item;
  const t = useT();
  const Icon = STATE_ICONS[state];
  return (
    <span className={styles.state} data-state={state}>
      <Icon aria-hidden="true" />
      {t(`state.${state}`)}
    </span>
  );
}
