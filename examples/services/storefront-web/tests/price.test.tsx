import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Price } from '@/components/Price';

it('shows the amount in the currency of the product', () => {
  render(<Price minor={4900} currency="EUR" />);
  expect(screen.getByText('€49.00')).toBeDefined();
});
