import { Button, SearchField, Select } from '@backstage/ui';
import { SEVERITIES, Severity } from '@readiness/plugin-readiness-common';
import { RiCloseLine } from '@remixicon/react';
import { TabQuery } from '../../hooks/useTabQuery';
import { useT } from '../../hooks/useT';
import { FINDING_SORTS, FindingSort } from '../../lib/findingRows';
import styles from './FindingsFilters.module.css';

/** Search, severity and order of the findings. */
export function FindingsFilters(props: {
  query: TabQuery;
  onChange: (changes: Partial<TabQuery>) => void;
}) {
  const { query, onChange } = props;
  const t = useT();
  return (
    <div className={styles.filters}>
      <SearchField
        className={styles.search}
        size="small"
        aria-label={t('filters.search')}
        placeholder={t('filters.searchPlaceholder')}
        value={query.text}
        onChange={text => onChange({ text })}
      />
      <Select
        className={styles.select}
        size="small"
        selectionMode="multiple"
        aria-label={t('filters.severity')}
        placeholder={t('filters.anySeverity')}
        options={SEVERITIES.map((severity, index) => ({
          id: severity,
          label: `P${index} ${t(`severity.${severity}`)}`,
        }))}
        value={query.severities}
        onChange={keys => onChange({ severities: keys as Severity[] })}
      />
      <Select
        className={styles.select}
        size="small"
        aria-label={t('filters.sort')}
        options={FINDING_SORTS.map(sort => ({
          id: sort,
          label: t(`filters.sort.${sort}`),
        }))}
        value={query.sort}
        onChange={sort => onChange({ sort: sort as FindingSort })}
      />
    </div>
  );
}

/** The area that is shown alone, and the way back. */
export function AreaFilter(props: { areaTitle: string; onClear: () => void }) {
  const { areaTitle, onClear } = props;
  const t = useT();
  return (
    <div className={styles.area}>
      {t('filters.onlyArea', { area: areaTitle })}
      <Button
        size="small"
        variant="tertiary"
        iconStart={<RiCloseLine />}
        onPress={onClear}
      >
        {t('filters.clearArea')}
      </Button>
    </div>
  );
}
