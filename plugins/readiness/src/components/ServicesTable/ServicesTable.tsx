import { useApi } from '@backstage/frontend-plugin-api';
import { Card, ButtonIcon, Table, useTable } from '@backstage/ui';
import {
  ServiceItem,
  ServicesFilter,
  StandardWithChecks,
} from '@readiness/plugin-readiness-common';
import { RiRefreshLine } from '@remixicon/react';
import { useEffect, useMemo, useRef } from 'react';
import { readinessApiRef } from '../../api';
import {
  hasFilter,
  orderOf,
  PAGE_SIZES,
  useServicesQuery,
} from '../../hooks/useServicesQuery';
import { useT } from '../../hooks/useT';
import { EmptyNote } from '../EmptyNote';
import { RequestError } from '../RequestError';
import { serviceColumns } from './serviceColumns';
import styles from './ServicesTable.module.css';

/** Row of the table; `id` is what the table asks for. */
export type ServiceRow = ServiceItem & { id: string };

/** One page of services, fetched by cursor. */
export function ServicesTable(props: {
  standard: StandardWithChecks | undefined;
  query: ReturnType<typeof useServicesQuery>;
}) {
  const { standard, query } = props;
  const { filter, sort, pageSize, setSort, setPageSize } = query;
  const api = useApi(readinessApiRef);
  const t = useT();

  const { tableProps, reload } = useTable<ServiceRow, ServicesFilter>({
    mode: 'cursor',
    sort,
    onSortChange: setSort,
    filter,
    paginationOptions: {
      pageSize,
      pageSizeOptions: PAGE_SIZES,
      onPageSizeChange: setPageSize,
      getLabel: ({ totalCount }) =>
        totalCount === undefined
          ? ''
          : t('services.total', { count: totalCount }),
    },
    getData: async ({ cursor, pageSize: limit, signal, ...params }) => {
      const page = await api.getServices(
        { ...params.filter, ...orderOf(params.sort), limit, cursor },
        { signal },
      );
      return {
        data: page.items.map(item => ({ ...item, id: item.entityRef })),
        nextCursor: page.pageInfo.nextCursor,
        prevCursor: page.pageInfo.prevCursor,
        totalCount: page.totalItems,
      };
    },
  });

  const columns = useMemo(
    () => serviceColumns({ t, standard, area: filter.area }),
    [t, standard, filter.area],
  );

  // The design system's table takes no name, and a grid without one is hard to find for a screen reader.
  const card = useRef<HTMLDivElement>(null);
  const name = t('services.table');
  useEffect(() => {
    card.current?.querySelector('table')?.setAttribute('aria-label', name);
  });

  if (tableProps.error) {
    return (
      <RequestError
        title={t('error.servicesTitle')}
        error={tableProps.error}
        onRetry={reload}
      />
    );
  }
  return (
    <Card ref={card} className={styles.card}>
      <ButtonIcon
        className={styles.refresh}
        size="small"
        variant="tertiary"
        icon={<RiRefreshLine />}
        aria-label={t('services.refresh')}
        onPress={() => reload()}
      />
      <Table
        {...tableProps}
        className={styles.table}
        columnConfig={columns}
        emptyState={
          <EmptyNote>
            {t(hasFilter(filter) ? 'services.noMatch' : 'services.empty')}
          </EmptyNote>
        }
      />
    </Card>
  );
}
