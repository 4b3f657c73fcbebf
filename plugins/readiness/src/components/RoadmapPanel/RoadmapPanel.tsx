import {
  Audit,
  CheckDefinition,
  RoadmapItem,
  RoadmapPhase,
} from '@readiness/plugin-readiness-common';
import {
  RiCheckboxBlankCircleLine,
  RiCheckboxCircleFill,
  RiIndeterminateCircleLine,
  RiQuestionLine,
  RiUserLine,
} from '@remixicon/react';
import { useMemo, useState } from 'react';
import { useT } from '../../hooks/useT';
import { AttestDialog } from '../AttestDialog';
import { Disclosure } from '../Disclosure';
import { EmptyNote } from '../EmptyNote';
import { TextButton } from '../TextButton';
import styles from './RoadmapPanel.module.css';

/** How an item stands; `attest` waits for a person, `undecided` for evidence. */
type ItemState = 'done' | 'open' | 'exempt' | 'attest' | 'undecided';

const ICONS = {
  done: RiCheckboxCircleFill,
  open: RiCheckboxBlankCircleLine,
  exempt: RiIndeterminateCircleLine,
  attest: RiUserLine,
  undecided: RiQuestionLine,
};

/** The phases on the way to the target, with what is done and what is left. */
export function RoadmapPanel(props: {
  audit: Audit;
  checks: ReadonlyMap<string, CheckDefinition>;
  onShowCheck: (check: string) => void;
  /** Something was attested, so that an audit follows. */
  onAttested: () => void;
}) {
  const { audit, checks, onShowCheck, onAttested } = props;
  const t = useT();
  const [attesting, setAttesting] = useState<CheckDefinition>();
  const stateOf = useMemo(() => itemStates(audit, checks), [audit, checks]);
  const firstOpen = audit.roadmap.find(({ done, total }) => done < total);
  if (audit.roadmap.length === 0) {
    return <EmptyNote>{t('roadmap.empty')}</EmptyNote>;
  }
  return (
    <>
      <ol className={styles.phases}>
        {audit.roadmap.map(phase => (
          <Phase
            key={phase.phase}
            phase={phase}
            current={phase === firstOpen}
            stateOf={stateOf}
            onShowCheck={onShowCheck}
            onAttest={check => setAttesting(checks.get(check))}
          />
        ))}
      </ol>
      {attesting && audit.entity !== null && (
        <AttestDialog
          entityRef={audit.entity}
          check={attesting}
          onAttested={() => {
            setAttesting(undefined);
            onAttested();
          }}
          onClose={() => setAttesting(undefined)}
        />
      )}
    </>
  );
}

function Phase(props: {
  phase: RoadmapPhase;
  current: boolean;
  stateOf: (item: RoadmapItem) => ItemState;
  onShowCheck: (check: string) => void;
  onAttest: (check: string) => void;
}) {
  const { phase, current, stateOf, onShowCheck, onAttest } = props;
  const t = useT();
  const { done, total } = phase;
  const text =
    total === 0
      ? t('roadmap.nothing')
      : t('roadmap.progress', { done: String(done), total: String(total) });
  return (
    <li className={styles.phase} data-current={current}>
      <Disclosure
        level={3}
        heading={
          <span className={styles.heading}>
            <span className={styles.title}>{phase.title}</span>
            <span className={styles.window}>{phase.window}</span>
            <span className={styles.track} aria-hidden="true">
              <span
                className={styles.fill}
                style={{ width: `${total ? (100 * done) / total : 0}%` }}
              />
            </span>
            <span className={styles.progress}>{text}</span>
          </span>
        }
      >
        <ul className={styles.items}>
          {phase.items.map(item => (
            <Item
              key={item.id}
              item={item}
              state={stateOf(item)}
              onShowCheck={onShowCheck}
              onAttest={onAttest}
            />
          ))}
        </ul>
      </Disclosure>
    </li>
  );
}

function Item(props: {
  item: RoadmapItem;
  state: ItemState;
  onShowCheck: (check: string) => void;
  onAttest: (check: string) => void;
}) {
  const { item, state, onShowCheck, onAttest } = props;
  const t = useT();
  const Icon = ICONS[state];
  return (
    <li className={styles.item} data-state={state}>
      <Icon aria-hidden="true" className={styles.icon} />
      {state === 'open' ? (
        <TextButton
          label={t('roadmap.showFinding', { title: item.title })}
          onPress={() => onShowCheck(item.checks[0])}
        >
          {item.title}
        </TextButton>
      ) : (
        <span>{item.title}</span>
      )}
      <span className={styles.state}>
        {state === 'attest' ? (
          <TextButton
            label={t('attest.open', { check: item.title })}
            onPress={() => onAttest(item.checks[0])}
          >
            {t('roadmap.attest')}
          </TextButton>
        ) : (
          t(`roadmap.${state}`)
        )}
      </span>
    </li>
  );
}

function itemStates(
  audit: Audit,
  checks: ReadonlyMap<string, CheckDefinition>,
): (item: RoadmapItem) => ItemState {
  const failing = new Set(audit.findings.map(({ check }) => check));
  return item => {
    if (item.done) {
      return 'done';
    }
    if (item.exempt) {
      return 'exempt';
    }
    if (item.checks.some(check => failing.has(check))) {
      return 'open';
    }
    return item.checks.some(check => checks.get(check)?.kind === 'attested')
      ? 'attest'
      : 'undecided';
  };
}
