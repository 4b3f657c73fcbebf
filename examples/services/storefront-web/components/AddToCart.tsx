'use client';

import { useState } from 'react';
import type { Product } from '@/lib/catalogue';
import { useCart } from './CartProvider';

export function AddToCart({ product }: { product: Product }) {
  const { add } = useCart();
  const [added, setAdded] = useState(false);

  return (
    <p>
      <button
        type="button"
        disabled={!product.available}
        onClick={() => {
          add(product);
          setAdded(true);
        }}
      >
        {product.available ? 'Add to cart' : 'Sold out'}
      </button>
      <span role="status">{added ? 'It is in your cart.' : ''}</span>
    </p>
  );
}
