import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { DataTable } from '../components/DataTable';
import { ErrorCard } from '../components/ErrorCard';
import { Loading } from '../components/Loading';
import { SearchField } from '../components/SearchField';
import { listAccounts } from '../lib/identity-api';

export function AccountsPage() {
  const [search, setSearch] = useState('');
  const accounts = useInfiniteQuery({
    queryKey: ['accounts', search],
    queryFn: ({ pageParam }) => listAccounts(search, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

  return (
    <>
      <h1>Accounts</h1>
      <SearchField
        label="Find an account"
        value={search}
        onChange={setSearch}
      />
      {accounts.isPending && <Loading what="accounts" />}
      {accounts.isError && (
        <ErrorCard
          title="The accounts could not be loaded."
          onRetry={() => accounts.refetch()}
        />
      )}
      {accounts.data && (
        <DataTable
          caption="Accounts"
          rows={accounts.data.pages.flatMap(page => page.items)}
          rowKey={row => row.id}
          columns={[
            {
              title: 'Name',
              cell: row => (
                <Link to={`/accounts/${row.id}`}>{row.displayName}</Link>
              ),
            },
            { title: 'E-mail', cell: row => row.email },
            { title: 'Role', cell: row => row.role },
            {
              title: 'State',
              cell: row => (row.blocked ? 'Blocked' : 'Active'),
            },
          ]}
        />
      )}
      {accounts.hasNextPage && (
        <button type="button" onClick={() => accounts.fetchNextPage()}>
          Show more
        </button>
      )}
    </>
  );
}
