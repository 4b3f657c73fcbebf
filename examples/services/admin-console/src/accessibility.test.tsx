import { render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { axe } from 'vitest-axe';
import { App } from './App';
import { tokenStore } from './lib/token-store';
import { stubIdentity } from './test/identity';

describe('pages without accessibility violations', () => {
  beforeEach(() => {
    stubIdentity();
  });

  it.each([
    ['/accounts', 'Robin Holm'],
    ['/roles', 'Read accounts'],
    ['/clients', 'orders-api'],
  ])('%s', async (path, text) => {
    tokenStore.save('issued-for-a-test');
    window.history.pushState({}, '', path);
    const { container } = render(<App />);
    await screen.findByText(text);

    const { violations } = await axe(container);
    expect(violations).toEqual([]);
  });

  it('/sign-in', async () => {
    window.history.pushState({}, '', '/sign-in');
    const { container } = render(<App />);

    const { violations } = await axe(container);
    expect(violations).toEqual([]);
  });
});
