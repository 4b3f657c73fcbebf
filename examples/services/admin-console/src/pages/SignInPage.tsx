import { type FormEvent, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { ErrorCard } from '../components/ErrorCard';
import { useSession } from '../lib/session';

export function SignInPage() {
  const { signIn } = useSession();
  const navigate = useNavigate();
  const location = useLocation();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setFailed(false);
    try {
      await signIn(String(form.get('email')), String(form.get('password')));
      navigate(location.state?.from ?? '/accounts', { replace: true });
    } catch {
      setFailed(true);
      setBusy(false);
    }
  };

  return (
    <main>
      <h1>Sign in</h1>
      {failed && <ErrorCard title="Address or password is wrong." />}
      <form onSubmit={submit}>
        <p>
          <label htmlFor="email">E-mail</label>{' '}
          <input
            id="email"
            name="email"
            type="email"
            autoComplete="username"
            required
          />
        </p>
        <p>
          <label htmlFor="password">Password</label>{' '}
          <input
            id="password"
            name="password"
            type="password"
            autoComplete="current-password"
            required
          />
        </p>
        <button type="submit" disabled={busy}>
          Sign in
        </button>
      </form>
    </main>
  );
}
