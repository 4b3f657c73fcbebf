import { Cell, ColumnConfig } from '@backstage/ui';
import { StandardWithChecks } from '@readiness/plugin-readiness-common';
import { Translate } from '../../hooks/useT';
import { titleOf } from '../../lib/labels';
import {
  AreaCell,
  AuditedCell,
  FindingsCell,
  RefCell,
  ScoreCell,
  ServiceCell,
  StateCell,
  VerdictsCell,
} from './cells';
import type { ServiceRow } from './ServicesTable';

/** Columns of the services table; with an area filter the area's score is one of them. */
export function serviceColumns(options: {
  t: Translate;
  standard: StandardWithChecks | undefined;
  area: string | undefined;
}): ColumnConfig<ServiceRow>[] {
  const { t, standard, area } = options;
  const columns: ColumnConfig<ServiceRow>[] = [
    {
      id: 'title',
      label: t('services.column.title'),
      isRowHeader: true,
      isSortable: true,
      defaultWidth: '2fr',
      minWidth: 180,
      cell: item => (
        <Cell>
          <ServiceCell item={item} />
        </Cell>
      ),
    },
    {
      id: 'owner',
      label: t('services.column.owner'),
      isSortable: true,
      defaultWidth: '1.2fr',
      minWidth: 105,
      cell: item => (
        <Cell>
          <RefCell entityRef={item.owner} defaultKind="group" />
        </Cell>
      ),
    },
    {
      id: 'score',
      label: t('services.column.score'),
      isSortable: true,
      defaultWidth: '1.2fr',
      minWidth: 136,
      cell: item => (
        <Cell>
          <ScoreCell
            score={item.score}
            target={item.target}
            audited={item.auditedAt !== null}
          />
        </Cell>
      ),
    },
    {
      id: 'level',
      label: t('services.column.level'),
      isSortable: true,
      defaultWidth: '0.9fr',
      minWidth: 92,
      cell: item => (
        <Cell>{item.level ? titleOf(standard?.levels, item.level) : '–'}</Cell>
      ),
    },
    {
      id: 'verdicts',
      label: t('services.column.verdicts'),
      defaultWidth: 92,
      minWidth: 92,
      cell: item => (
        <Cell>
          <VerdictsCell item={item} standard={standard} />
        </Cell>
      ),
    },
    {
      id: 'findings',
      label: t('services.column.findings'),
      isSortable: true,
      defaultWidth: 138,
      minWidth: 138,
      cell: item => (
        <Cell>
          <FindingsCell item={item} />
        </Cell>
      ),
    },
    {
      id: 'system',
      label: t('services.column.system'),
      defaultWidth: '1fr',
      minWidth: 92,
      cell: item => (
        <Cell>
          <RefCell entityRef={item.system} defaultKind="system" />
        </Cell>
      ),
    },
    {
      id: 'lifecycle',
      label: t('services.column.lifecycle'),
      defaultWidth: '0.9fr',
      minWidth: 106,
      cell: item => <Cell>{item.lifecycle ?? '–'}</Cell>,
    },
    {
      id: 'auditedAt',
      label: t('services.column.auditedAt'),
      isSortable: true,
      defaultWidth: '1fr',
      minWidth: 106,
      cell: item => (
        <Cell>
          <AuditedCell item={item} />
        </Cell>
      ),
    },
    {
      id: 'state',
      label: t('services.column.state'),
      defaultWidth: 96,
      minWidth: 96,
      cell: item => (
        <Cell>
          <StateCell item={item} />
        </Cell>
      ),
    },
  ];
  if (area) {
    columns.splice(3, 0, {
      id: `area:${area}`,
      label: titleOf(standard?.areas, area),
      isSortable: true,
      defaultWidth: '1.2fr',
      minWidth: 118,
      cell: item => (
        <Cell>
          <AreaCell item={item} area={area} />
        </Cell>
      ),
    });
  }
  return columns;
}
