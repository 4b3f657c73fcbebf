import { humanizeEntityRef } from '@backstage/plugin-catalog-react';
import { Button, SearchField, Select } from '@backstage/ui';
import { parseEntityRef } from '@backstage/catalog-model';
import {
  ServiceFacets,
  StandardWithChecks,
} from '@readiness/plugin-readiness-common';
import { RiFilterOffLine } from '@remixicon/react';
import { useEffect, useState } from 'react';
import {
  hasFilter,
  ListFilter,
  LIST_FILTERS,
  useServicesQuery,
} from '../../hooks/useServicesQuery';
import { useT } from '../../hooks/useT';
import { labelOfId } from '../../lib/labels';
import styles from './ServicesFilters.module.css';

/** Stands for "no area" in a list that always has something selected. */
const ANY = '*';
const STATES = ['done', 'queued', 'running', 'failed', 'dead-letter'] as const;
/** Filters that may have hundreds of values. */
const SEARCHABLE: ListFilter[] = ['owner', 'system', 'type'];
const TYPING_ENDS_AFTER = 300;

/** Search and filters of the services list. */
export function ServicesFilters(props: {
  facets: ServiceFacets | undefined;
  standard: StandardWithChecks | undefined;
  query: ReturnType<typeof useServicesQuery>;
}) {
  const { facets, standard, query } = props;
  const { filter, setFilter, clear } = query;
  const t = useT();
  const options: Record<ListFilter, { id: string; label: string }[]> = {
    owner: refOptions(facets?.owner, 'group'),
    kind: valueOptions(facets?.kind),
    type: valueOptions(facets?.type),
    system: refOptions(facets?.system, 'system'),
    lifecycle: valueOptions(facets?.lifecycle),
    level: titleOptions(standard?.levels),
    state: STATES.map(state => ({ id: state, label: t(`state.${state}`) })),
  };
  return (
    <div role="search" className={styles.filters}>
      <SearchText
        text={filter.text ?? ''}
        onChange={text => setFilter({ text })}
      />
      {LIST_FILTERS.map(name => (
        <Select
          key={name}
          className={styles.select}
          size="small"
          selectionMode="multiple"
          label={t(`services.filter.${name}`)}
          placeholder={t('services.any')}
          search={SEARCHABLE.includes(name) ? true : undefined}
          options={withSelected(options[name], filter[name])}
          value={filter[name] ?? []}
          onChange={keys => setFilter({ [name]: keys.map(String) })}
        />
      ))}
      <Select
        className={styles.select}
        size="small"
        label={t('services.filter.area')}
        placeholder={t('services.any')}
        search
        options={[
          { id: ANY, label: t('services.any') },
          ...withSelected(
            titleOptions(standard?.areas),
            filter.area ? [filter.area] : [],
          ),
        ]}
        value={filter.area ?? ANY}
        onChange={key =>
          setFilter({ area: key === ANY ? undefined : String(key) })
        }
      />
      {hasFilter(filter) && (
        <Button
          className={styles.clear}
          size="small"
          variant="tertiary"
          iconStart={<RiFilterOffLine />}
          onPress={clear}
        >
          {t('services.clear')}
        </Button>
      )}
    </div>
  );
}

/** Typed at once, put into the URL when the typing rests. */
function SearchText(props: { text: string; onChange: (text: string) => void }) {
  const { text, onChange } = props;
  const t = useT();
  const [typed, setTyped] = useState(text);

  // The URL changed by other means, for instance "Clear filters".
  useEffect(() => setTyped(text), [text]);

  useEffect(() => {
    if (typed === text) {
      return undefined;
    }
    const timer = setTimeout(() => onChange(typed), TYPING_ENDS_AFTER);
    return () => clearTimeout(timer);
  }, [typed, text, onChange]);

  return (
    <SearchField
      className={styles.search}
      size="small"
      label={t('services.search')}
      placeholder={t('services.searchPlaceholder')}
      value={typed}
      onChange={setTyped}
    />
  );
}

function valueOptions(values: string[] = []) {
  return values.map(id => ({ id, label: id }));
}

function titleOptions(items: readonly { id: string; title: string }[] = []) {
  return items.map(({ id, title }) => ({ id, label: title }));
}

function refOptions(refs: string[] = [], defaultKind: string) {
  return refs.map(id => ({ id, label: refLabel(id, defaultKind) }));
}

function refLabel(ref: string, defaultKind: string): string {
  try {
    return humanizeEntityRef(parseEntityRef(ref), { defaultKind });
  } catch {
    return ref;
  }
}

/** A value from the URL stays visible and can be taken away, also when nothing has it any more. */
function withSelected(
  options: { id: string; label: string }[],
  selected: string[] = [],
) {
  const missing = selected.filter(id => !options.some(item => item.id === id));
  return [...options, ...missing.map(id => ({ id, label: labelOfId(id) }))];
}
