import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { ErrorCard } from '../components/ErrorCard';
import { Loading } from '../components/Loading';
import { getAccount, setBlocked } from '../lib/identity-api';

export function AccountPage() {
  const { id = '' } = useParams();
  const queryClient = useQueryClient();
  const account = useQuery({
    queryKey: ['account', id],
    queryFn: () => getAccount(id),
  });
  const blocking = useMutation({
    mutationFn: (blocked: boolean) => setBlocked(id, blocked),
    onSuccess: changed => {
      queryClient.setQueryData(['account', id], changed);
      return queryClient.invalidateQueries({ queryKey: ['accounts'] });
    },
  });

  if (account.isPending) {
    return <Loading what="the account" />;
  }
  if (account.isError) {
    return (
      <ErrorCard
        title="The account could not be loaded."
        onRetry={() => account.refetch()}
      >
        <Link to="/accounts">Back to all accounts</Link>
      </ErrorCard>
    );
  }

  const { displayName, email, role, blocked } = account.data;
  return (
    <>
      <h1>{displayName}</h1>
      <dl>
        <dt>E-mail</dt>
        <dd>{email}</dd>
        <dt>Role</dt>
        <dd>{role}</dd>
        <dt>State</dt>
        <dd>{blocked ? 'Blocked' : 'Active'}</dd>
      </dl>
      {blocking.isError && <ErrorCard title="The change was not saved." />}
      <button
        type="button"
        disabled={blocking.isPending}
        onClick={() => blocking.mutate(!blocked)}
      >
        {blocked ? 'Unblock' : 'Block'} this account
      </button>
    </>
  );
}
