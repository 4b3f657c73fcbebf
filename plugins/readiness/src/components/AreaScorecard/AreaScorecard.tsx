import { Card } from '@backstage/ui';
import { AreaScore } from '@readiness/plugin-readiness-common';
import { RiArrowDownSLine, RiArrowUpSLine } from '@remixicon/react';
import { useState } from 'react';
import { useT } from '../../hooks/useT';
import { formatScore, formatTarget } from '../../lib/scores';
import { Disclosure } from '../Disclosure';
import { ScoreBar } from '../ScoreBar';
import styles from './AreaScorecard.module.css';

const COLUMNS = ['area', 'current', 'target', 'gap', 'passed'] as const;
type Column = (typeof COLUMNS)[number];
interface Sort {
  column: Column;
  descending: boolean;
}

/**
 * Score, target and gap of each area. A click on an area filters what stands beside it, a click on its score tells why
 * it is so.
 */
export function AreaScorecard(props: {
  areas: readonly AreaScore[];
  selected: string | undefined;
  onSelect: (area: string | undefined) => void;
  onExplain: (area: string) => void;
}) {
  const { areas, selected, onSelect, onExplain } = props;
  const t = useT();
  const [sort, setSort] = useState<Sort>({ column: 'gap', descending: true });
  const scored = areas.filter(({ state }) => state === 'scored');
  return (
    <Card className={styles.card}>
      <h2 className={styles.title}>{t('areas.title')}</h2>
      {scored.length > 0 && (
        <table className={styles.table}>
          <caption className={styles.caption}>{t('areas.caption')}</caption>
          <thead>
            <tr>
              {COLUMNS.map(column => (
                <SortableHeader
                  key={column}
                  column={column}
                  sort={sort}
                  onSort={setSort}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {sortAreas(scored, sort).map(area => (
              <AreaRow
                key={area.id}
                area={area}
                selected={area.id === selected}
                onSelect={onSelect}
                onExplain={onExplain}
              />
            ))}
          </tbody>
        </table>
      )}
      <Unscored areas={areas} selected={selected} onSelect={onSelect} />
    </Card>
  );
}

function SortableHeader(props: {
  column: Column;
  sort: Sort;
  onSort: (sort: Sort) => void;
}) {
  const { column, sort, onSort } = props;
  const t = useT();
  const sorted = sort.column === column;
  const Arrow = sort.descending ? RiArrowDownSLine : RiArrowUpSLine;
  const header = (
    <th
      scope="col"
      className={styles[column]}
      aria-sort={
        sorted ? (sort.descending && 'descending') || 'ascending' : undefined
      }
    >
      <button
        type="button"
        className={styles.sort}
        onClick={() =>
          onSort({
            column,
            // Names are read from A, figures from the largest.
            descending: sorted ? !sort.descending : column !== 'area',
          })
        }
      >
        {t(`areas.${column}`)}
        <Arrow
          aria-hidden="true"
          className={styles.arrow}
          data-sorted={sorted}
        />
      </button>
    </th>
  );
  return column === 'current' ? (
    <>
      <td className={styles.bar} aria-hidden="true" />
      {header}
    </>
  ) : (
    header
  );
}

function AreaRow(props: {
  area: AreaScore;
  selected: boolean;
  onSelect: (area: string | undefined) => void;
  onExplain: (area: string) => void;
}) {
  const { area, selected, onSelect, onExplain } = props;
  const t = useT();
  return (
    <tr
      className={styles.row}
      data-selected={selected}
      // The button in the row does the same for keyboards and readers.
      onClick={() => onSelect(selected ? undefined : area.id)}
    >
      <th scope="row" className={styles.area}>
        <AreaButton area={area} selected={selected} onSelect={onSelect} />
      </th>
      <td className={styles.bar} aria-hidden="true">
        <ScoreBar score={area.score} target={area.target} />
      </td>
      <td className={styles.current}>
        <button
          type="button"
          className={styles.why}
          aria-label={t('areas.why', {
            area: area.title,
            score: formatScore(area.score),
          })}
          title={t('areas.whyHint')}
          onClick={event => {
            event.stopPropagation();
            onExplain(area.id);
          }}
        >
          {formatScore(area.score)}
        </button>
      </td>
      <td className={styles.target}>{formatTarget(area.target)}</td>
      <td className={styles.gap}>
        {(area.gap ?? 0) <= 0 ? '–' : formatScore(area.gap)}
      </td>
      <td
        className={styles.passed}
        title={t('areas.passedOf', {
          passed: String(area.passed),
          applicable: String(area.applicable),
        })}
      >
        {area.passed}/{area.applicable}
      </td>
    </tr>
  );
}

function AreaButton(props: {
  area: AreaScore;
  selected: boolean;
  onSelect: (area: string | undefined) => void;
}) {
  const { area, selected, onSelect } = props;
  const t = useT();
  return (
    <button
      type="button"
      className={styles.select}
      aria-pressed={selected}
      title={t(selected ? 'areas.unfilter' : 'areas.filter', {
        area: area.title,
      })}
      onClick={event => {
        event.stopPropagation();
        onSelect(selected ? undefined : area.id);
      }}
    >
      {area.title}
    </button>
  );
}

function Unscored(props: {
  areas: readonly AreaScore[];
  selected: string | undefined;
  onSelect: (area: string | undefined) => void;
}) {
  const { areas, selected, onSelect } = props;
  const t = useT();
  const unknown = areas.filter(({ state }) => state === 'not-enough-evidence');
  const outside = areas.filter(({ state }) => state === 'not-applicable');
  return (
    <>
      {unknown.length > 0 && (
        <Disclosure
          className={styles.unscored}
          heading={t('areas.notEnoughEvidence', { count: unknown.length })}
        >
          <p className={styles.hint}>{t('areas.notEnoughEvidenceHint')}</p>
          <ul className={styles.list}>
            {unknown.map(area => (
              <li key={area.id}>
                <AreaButton
                  area={area}
                  selected={area.id === selected}
                  onSelect={onSelect}
                />
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
      {outside.length > 0 && (
        <Disclosure
          className={styles.unscored}
          heading={t('areas.notApplicable', { count: outside.length })}
        >
          <ul className={styles.list}>
            {outside.map(area => (
              <li key={area.id}>{area.title}</li>
            ))}
          </ul>
        </Disclosure>
      )}
    </>
  );
}

function sortAreas(areas: AreaScore[], sort: Sort): AreaScore[] {
  const value = {
    area: (area: AreaScore) => area.title,
    current: (area: AreaScore) => area.score ?? 0,
    target: (area: AreaScore) => area.target,
    gap: (area: AreaScore) => area.gap ?? 0,
    passed: (area: AreaScore) => area.passed / Math.max(area.applicable, 1),
  }[sort.column];
  const sign = sort.descending ? -1 : 1;
  // The order of the standard decides between equals.
  return [...areas].sort((a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === right) {
      return 0;
    }
    return left < right ? -sign : sign;
  });
}
