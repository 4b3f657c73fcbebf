import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { Page3 } from './Page3';

test('shows its title', () => {
  render(<Page3 />);
  expect(screen.getByText('Page 3')).toBeDefined();
});
