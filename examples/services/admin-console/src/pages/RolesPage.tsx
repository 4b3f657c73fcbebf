import { useQuery } from '@tanstack/react-query';
import { DataTable } from '../components/DataTable';
import { ErrorCard } from '../components/ErrorCard';
import { Loading } from '../components/Loading';
import { listRoles } from '../lib/identity-api';

export function RolesPage() {
  const roles = useQuery({ queryKey: ['roles'], queryFn: listRoles });

  return (
    <>
      <h1>Roles</h1>
      {roles.isPending && <Loading what="roles" />}
      {roles.isError && (
        <ErrorCard
          title="The roles could not be loaded."
          onRetry={() => roles.refetch()}
        />
      )}
      {roles.data && (
        <DataTable
          caption="Roles"
          rows={roles.data}
          rowKey={row => row.name}
          columns={[
            { title: 'Role', cell: row => row.name },
            { title: 'Allows', cell: row => row.description },
            { title: 'Members', cell: row => row.members },
          ]}
        />
      )}
    </>
  );
}
