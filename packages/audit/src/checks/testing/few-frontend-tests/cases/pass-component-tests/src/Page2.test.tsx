import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { Page2 } from './Page2';

test('shows its title', () => {
  render(<Page2 />);
  expect(screen.getByText('Page 2')).toBeDefined();
});
