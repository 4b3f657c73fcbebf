import { Button, DialogTrigger, Popover } from '@backstage/ui';
import {
  StageVerdict,
  VerdictReason,
} from '@readiness/plugin-readiness-common';
import { RiArrowDownSLine } from '@remixicon/react';
import { ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useT } from '../../hooks/useT';
import { TextButton } from '../TextButton';
import styles from './VerdictChip.module.css';
import { VerdictIcon } from './VerdictIcon';

const KINDS = ['must', 'should', 'unknown'] as const;

/** The verdict of a stage; its reasons are one click away. */
export function VerdictChip(props: {
  verdict: StageVerdict;
  stageTitle: string;
  /** Checks with open findings: their reasons lead there. */
  failing: ReadonlySet<string>;
  onShowCheck: (check: string) => void;
}) {
  const { verdict, stageTitle, failing, onShowCheck } = props;
  const t = useT();
  const [open, setOpen] = useState(false);
  const verdictTitle = t(`verdict.${verdict.verdict}`);
  const names = { stage: stageTitle, verdict: verdictTitle };

  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button
        variant="secondary"
        size="small"
        className={styles.chip}
        data-verdict={verdict.verdict}
        aria-label={t('verdictReasons.open', names)}
        iconStart={<VerdictIcon verdict={verdict.verdict} />}
        iconEnd={<RiArrowDownSLine aria-hidden="true" />}
      >
        {stageTitle}
        <span className={styles.verdict}>{verdictTitle}</span>
      </Button>
      <Popover placement="bottom start" className={styles.popover}>
        <ReasonsDialog title={t('verdictReasons.title', names)}>
          {verdict.reasons.length === 0 && <p>{t('verdictReasons.none')}</p>}
          {KINDS.map(kind => (
            <Reasons
              key={kind}
              title={t(`verdictReasons.${kind}`)}
              reasons={verdict.reasons.filter(reason => reason.kind === kind)}
              failing={failing}
              onShowCheck={check => {
                setOpen(false);
                onShowCheck(check);
              }}
            />
          ))}
        </ReasonsDialog>
      </Popover>
    </DialogTrigger>
  );
}

/** The popover has no role of its own, so its content is the dialog and takes the focus. */
function ReasonsDialog(props: { title: string; children: ReactNode }) {
  const id = useId();
  const dialog = useRef<HTMLDivElement>(null);
  useEffect(() => dialog.current?.focus(), []);
  return (
    <div
      ref={dialog}
      role="dialog"
      aria-labelledby={id}
      tabIndex={-1}
      className={styles.dialog}
    >
      <h3 id={id} className={styles.heading}>
        {props.title}
      </h3>
      {props.children}
    </div>
  );
}

function Reasons(props: {
  title: string;
  reasons: VerdictReason[];
  failing: ReadonlySet<string>;
  onShowCheck: (check: string) => void;
}) {
  const { title, reasons, failing, onShowCheck } = props;
  const t = useT();
  if (reasons.length === 0) {
    return null;
  }
  return (
    <>
      <h4 className={styles.kind}>
        {title} <span className={styles.count}>{reasons.length}</span>
      </h4>
      <ul className={styles.reasons}>
        {reasons.map(({ check, text }) => (
          <li key={text}>
            {check && failing.has(check) ? (
              <TextButton
                label={t('verdictReasons.show', { text })}
                onPress={() => onShowCheck(check)}
              >
                {text}
              </TextButton>
            ) : (
              text
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
