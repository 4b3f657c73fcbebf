import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { Page1 } from './Page1';

test('shows its title', () => {
  render(<Page1 />);
  expect(screen.getByText('Page 1')).toBeDefined();
});
