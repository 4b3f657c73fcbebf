import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import {
  AreaExplanation,
  Audit,
  CheckDefinition,
  repairsOfArea,
  scoreAreas,
  ScoreLine,
  Standard,
} from '@readiness/plugin-readiness-common';
import { useMemo } from 'react';
import { useT } from '../../hooks/useT';
import { titleOf } from '../../lib/labels';
import { formatScore } from '../../lib/scores';
import { Disclosure } from '../Disclosure';
import { TextButton } from '../TextButton';
import styles from './ScoreExplanation.module.css';

/** "Why this score?": how the scoring function came to the score of an area, check by check. */
export function ScoreExplanation(props: {
  audit: Audit;
  standard: Standard;
  checks: ReadonlyMap<string, CheckDefinition>;
  /** Id of the area; none: closed. */
  area: string | undefined;
  onShowCheck: (check: string) => void;
  onClose: () => void;
}) {
  const { audit, standard, checks, area, onShowCheck, onClose } = props;
  const t = useT();
  const explanation = useMemo(
    () =>
      scoreAreas(audit.results, standard).find(item => item.area.id === area),
    [audit, standard, area],
  );
  const repairs = useMemo(
    () => (area ? repairsOfArea(area, audit.results, standard) : []),
    [area, audit, standard],
  );
  const titleOfCheck = (check: string) => checks.get(check)?.title ?? check;

  return (
    <Dialog
      isOpen={explanation !== undefined}
      onOpenChange={open => !open && onClose()}
      width="46rem"
    >
      <DialogHeader>
        {t('why.title', { area: titleOf(standard.areas, area ?? '') })}
      </DialogHeader>
      <DialogBody className={styles.body}>
        {explanation && (
          <>
            <Sum explanation={explanation} />
            {repairs.length > 0 && (
              <section>
                <h3 className={styles.heading}>{t('why.repairs')}</h3>
                <ol className={styles.repairs}>
                  {repairs.map(({ check, score }) => (
                    <li key={check}>
                      <TextButton onPress={() => onShowCheck(check)}>
                        {titleOfCheck(check)}
                      </TextButton>{' '}
                      <span className={styles.gain}>
                        {t('why.then', { score: formatScore(score) })}
                      </span>
                    </li>
                  ))}
                </ol>
              </section>
            )}
            <Lines
              lines={explanation.lines.filter(({ weight }) => weight > 0)}
              titleOfCheck={titleOfCheck}
            />
            <NotCounted
              lines={explanation.lines.filter(({ weight }) => weight === 0)}
              titleOfCheck={titleOfCheck}
            />
          </>
        )}
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" slot="close">
          {t('common.close')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

/** The formula with this area's figures. */
function Sum(props: { explanation: AreaExplanation }) {
  const { area, earned, possible, uncapped, cap } = props.explanation;
  const t = useT();
  return (
    <p className={styles.sum}>
      {t('why.formula', {
        earned: formatWeight(earned),
        possible: formatWeight(possible),
        uncapped: formatScore(uncapped),
      })}
      {cap !== undefined && uncapped !== null && cap < uncapped && (
        <> {t('why.capped', { cap: formatScore(cap) })}</>
      )}{' '}
      <strong>{t('why.score', { score: formatScore(area.score) })}</strong>
    </p>
  );
}

function Lines(props: {
  lines: ScoreLine[];
  titleOfCheck: (check: string) => string;
}) {
  const { lines, titleOfCheck } = props;
  const t = useT();
  const lost = ({ weight, earned }: ScoreLine) => weight - earned;
  return (
    <table className={styles.table}>
      <caption className={styles.caption}>{t('why.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('why.check')}</th>
          <th scope="col" className={styles.number}>
            {t('why.weight')}
          </th>
          <th scope="col" className={styles.number}>
            {t('why.earned')}
          </th>
        </tr>
      </thead>
      <tbody>
        {[...lines]
          .sort((a, b) => lost(b) - lost(a))
          .map(line => (
            <tr key={line.check}>
              <th scope="row">
                {titleOfCheck(line.check)}
                <span className={styles.note}>{line.note}</span>
              </th>
              <td className={styles.number}>{formatWeight(line.weight)}</td>
              <td className={styles.number}>{formatWeight(line.earned)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

function NotCounted(props: {
  lines: ScoreLine[];
  titleOfCheck: (check: string) => string;
}) {
  const { lines, titleOfCheck } = props;
  const t = useT();
  if (lines.length === 0) {
    return null;
  }
  return (
    <Disclosure heading={t('why.notCounted', { count: lines.length })}>
      <ul className={styles.uncounted}>
        {lines.map(({ check, note }) => (
          <li key={check}>
            {titleOfCheck(check)}
            <span className={styles.note}>{note}</span>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

/** Weights are whole; what is earned of them may not be. */
function formatWeight(weight: number): string {
  return String(Math.round(weight * 100) / 100);
}
