import { useQuery } from '@tanstack/react-query';
import { DataTable } from '../components/DataTable';
import { ErrorCard } from '../components/ErrorCard';
import { IconButton } from '../components/IconButton';
import { Loading } from '../components/Loading';
import { type ApiClient, listClients } from '../lib/identity-api';

const REFRESH =
  'M4 12a8 8 0 0 1 14-5l2 2M20 4v5h-5M20 12a8 8 0 0 1-14 5l-2-2M4 20v-5h5';
const DAY = 24 * 60 * 60 * 1000;

function remaining(client: ApiClient): string {
  const days = Math.floor((Date.parse(client.expiresAt) - Date.now()) / DAY);
  return days < 0 ? 'expired' : `${days} days`;
}

export function ClientsPage() {
  const clients = useQuery({ queryKey: ['clients'], queryFn: listClients });

  return (
    <>
      <h1>API clients</h1>
      <IconButton
        label="Load the clients again"
        path={REFRESH}
        disabled={clients.isFetching}
        onClick={() => clients.refetch()}
      />
      {clients.isPending && <Loading what="clients" />}
      {clients.isError && (
        <ErrorCard title="The clients could not be loaded." />
      )}
      {clients.data && (
        <DataTable
          caption="API clients"
          rows={clients.data}
          rowKey={row => row.id}
          columns={[
            { title: 'Client', cell: row => row.name },
            { title: 'Owner', cell: row => row.owner },
            { title: 'Valid for', cell: remaining },
          ]}
        />
      )}
    </>
  );
}
