import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { App } from './App';
import { tokenStore } from './lib/token-store';
import { stubIdentity } from './test/identity';

it('asks for a sign-in first and shows the accounts afterwards', async () => {
  const fetchStub = stubIdentity();
  const user = userEvent.setup();
  window.history.pushState({}, '', '/accounts');
  render(<App />);

  await user.type(
    screen.getByLabelText('E-mail'),
    'robin@aurora-retail.example',
  );
  await user.type(screen.getByLabelText('Password'), 'a long enough phrase');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));

  expect(await screen.findByRole('link', { name: 'Robin Holm' })).toBeDefined();
  expect(fetchStub.mock.calls[0]?.[0]).toBe('/identity/v1/sessions');
});

it('forgets the session at sign-out', async () => {
  stubIdentity();
  tokenStore.save('issued-for-a-test');
  const user = userEvent.setup();
  window.history.pushState({}, '', '/roles');
  render(<App />);

  await user.click(await screen.findByRole('button', { name: 'Sign out' }));

  expect(screen.getByRole('heading', { name: 'Sign in' })).toBeDefined();
  expect(tokenStore.read()).toBeNull();
});
