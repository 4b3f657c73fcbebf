import { Button } from '@backstage/ui';
import { RiCheckDoubleLine, RiFilterOffLine } from '@remixicon/react';
import { Audit } from '@readiness/plugin-readiness-common';
import { useMemo } from 'react';
import { LoadedStandard } from '../../hooks/useStandard';
import { TabQuery } from '../../hooks/useTabQuery';
import { useT } from '../../hooks/useT';
import {
  blockedStage,
  filterRows,
  FindingGroup,
  findingRows,
  groupRows,
} from '../../lib/findingRows';
import { titleOf } from '../../lib/labels';
import { EmptyNote } from '../EmptyNote';
import { FindingItem } from '../FindingItem';
import { FindingsFilters } from '../FindingsFilters';
import { RequestError } from '../RequestError';
import styles from './FindingsPanel.module.css';

/** Open findings, what blocks the next stage first. */
export function FindingsPanel(props: {
  audit: Audit;
  loaded: LoadedStandard;
  query: TabQuery;
  onChange: (changes: Partial<TabQuery>) => void;
}) {
  const { audit, loaded, query, onChange } = props;
  const { standard, checks, error, reload } = loaded;
  const t = useT();
  const rows = useMemo(() => findingRows(audit, checks), [audit, checks]);
  const shown = useMemo(() => filterRows(rows, query), [rows, query]);
  const groups = useMemo(
    () => groupRows(shown, query.sort, standard),
    [shown, query.sort, standard],
  );

  if (rows.length === 0) {
    return (
      <EmptyNote icon={<RiCheckDoubleLine />}>{t('findings.empty')}</EmptyNote>
    );
  }
  const filtered = shown.length < rows.length;
  return (
    <div className={styles.panel}>
      {error && (
        <RequestError
          title={t('error.standardTitle')}
          error={error}
          onRetry={reload}
        />
      )}
      <FindingsFilters query={query} onChange={onChange} />
      <p role="status" className={styles.shown}>
        {filtered &&
          t('filters.shown', {
            shown: String(countFindings(shown)),
            total: String(countFindings(rows)),
          })}
      </p>
      {groups.length === 0 && (
        <EmptyNote icon={<RiFilterOffLine />}>
          <p>{t('findings.noMatch')}</p>
          <Button
            size="small"
            variant="secondary"
            onPress={() =>
              onChange({ area: undefined, severities: [], text: '' })
            }
          >
            {t('filters.clear')}
          </Button>
        </EmptyNote>
      )}
      {groups.map(group => (
        <section key={group.id} className={styles.group}>
          <GroupHeading group={group} audit={audit} loaded={loaded} />
          <ul className={styles.rows}>
            {group.rows.map(row => (
              <FindingItem
                key={row.id}
                row={row}
                audit={audit}
                standard={standard}
                open={query.check === row.check}
                onToggle={open =>
                  onChange({ check: open ? row.check : undefined })
                }
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function GroupHeading(props: {
  group: FindingGroup;
  audit: Audit;
  loaded: LoadedStandard;
}) {
  const { group, audit, loaded } = props;
  const t = useT();
  const stage = blockedStage(audit);
  return (
    <h3 className={styles.heading} data-group={group.id}>
      {group.id === 'blockers'
        ? t('findings.blockers', {
            stage: titleOf(loaded.standard?.stages, stage ?? ''),
          })
        : t(`severity.${group.id}`)}{' '}
      <span className={styles.count}>{countFindings(group.rows)}</span>
    </h3>
  );
}

function countFindings(rows: FindingGroup['rows']): number {
  return rows.reduce((sum, row) => sum + row.findings.length, 0);
}
