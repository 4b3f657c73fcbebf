'use client';

import { CartRow } from '@/components/CartRow';
import { useCart } from '@/components/CartProvider';
import { Price } from '@/components/Price';
import { totalMinor } from '@/lib/cart';

export default function CartPage() {
  const { lines } = useCart();
  if (lines.length === 0) {
    return <h1>Your cart is empty</h1>;
  }

  return (
    <>
      <h1>Your cart</h1>
      {lines.map(line => (
        <CartRow key={line.slug} line={line} />
      ))}
      <Price minor={totalMinor(lines)} currency={lines[0].currency} />
    </>
  );
}
