'use client';

import { type FormEvent, useState } from 'react';

export function Newsletter() {
  const [state, setState] = useState<'idle' | 'sending' | 'done' | 'failed'>(
    'idle',
  );

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setState('sending');
    const email = new FormData(event.currentTarget).get('email');
    try {
      const response = await fetch('/api/newsletter', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, topics: ['news'] }),
      });
      setState(response.ok ? 'done' : 'failed');
    } catch {
      setState('failed');
    }
  };

  if (state === 'done') {
    return <p role="status">Welcome! We have sent you a message.</p>;
  }
  return (
    <form onSubmit={submit}>
      <label>
        Your e-mail address
        <input type="email" name="email" required />
      </label>
      <button type="submit" disabled={state === 'sending'}>
        Subscribe
      </button>
      {state === 'failed' && (
        <p role="alert">That did not work. Please try again.</p>
      )}
    </form>
  );
}
