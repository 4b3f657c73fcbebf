import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { DataTable } from './DataTable';

it('names the table and its columns', () => {
  render(
    <DataTable
      caption="Lamps"
      rows={[{ id: 'l1', name: 'Desk lamp' }]}
      rowKey={row => row.id}
      columns={[{ title: 'Name', cell: row => row.name }]}
    />,
  );

  expect(screen.getByRole('table', { name: 'Lamps' })).toBeDefined();
  expect(screen.getByRole('columnheader', { name: 'Name' })).toBeDefined();
  expect(screen.getByRole('cell', { name: 'Desk lamp' })).toBeDefined();
});
