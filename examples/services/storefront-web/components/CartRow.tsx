'use client';

import type { CartLine } from '@/lib/cart';
import { useCart } from './CartProvider';
import { Icon } from './Icon';
import { Price } from './Price';

export function CartRow({ line }: { line: CartLine }) {
  const { change } = useCart();

  return (
    <div className="card">
      <img src={line.image} width={80} height={80} />
      <strong>{line.name}</strong>
      <button
        type="button"
        onClick={() => change(line.slug, line.quantity - 1)}
      >
        <Icon name="minus" />
      </button>
      <span>{line.quantity}</span>
      <button
        type="button"
        onClick={() => change(line.slug, line.quantity + 1)}
      >
        <Icon name="plus" />
      </button>
      <Price minor={line.unitMinor * line.quantity} currency={line.currency} />
      <button
        type="button"
        aria-label={`Remove ${line.name}`}
        onClick={() => change(line.slug, 0)}
      >
        <Icon name="trash" />
      </button>
    </div>
  );
}
