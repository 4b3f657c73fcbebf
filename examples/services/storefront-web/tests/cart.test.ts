import { describe, expect, it } from 'vitest';
import { addLine, changeQuantity, totalMinor } from '@/lib/cart';

const lamp = {
  slug: 'desk-lamp',
  name: 'Desk lamp',
  summary: 'Bends where you need it.',
  image: '/assets/desk-lamp.avif',
  priceMinor: 4900,
  currency: 'EUR',
  rating: 4.5,
  available: true,
};

describe('cart', () => {
  it('counts the same product on one line', () => {
    const lines = addLine(addLine([], lamp), lamp);
    expect(lines).toHaveLength(1);
    expect(totalMinor(lines)).toBe(9800);
  });

  it('removes a line at zero and keeps a maximum', () => {
    const lines = addLine([], lamp);
    expect(changeQuantity(lines, 'desk-lamp', 0)).toEqual([]);
    expect(changeQuantity(lines, 'desk-lamp', 99)[0].quantity).toBe(20);
  });
});
