'use client';

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from 'react';
import {
  addLine,
  type CartLine,
  changeQuantity,
  loadCart,
  storeCart,
} from '@/lib/cart';
import type { Product } from '@/lib/catalogue';

interface Cart {
  lines: CartLine[];
  add(product: Product): void;
  change(slug: string, quantity: number): void;
}

const CartContext = createContext<Cart | undefined>(undefined);

export function CartProvider({ children }: { children: ReactNode }) {
  const [lines, setLines] = useState<CartLine[]>([]);

  useEffect(() => {
    setLines(loadCart());
  }, []);

  const update = useCallback((next: (lines: CartLine[]) => CartLine[]) => {
    setLines(current => {
      const changed = next(current);
      storeCart(changed);
      return changed;
    });
  }, []);

  const cart = useMemo<Cart>(
    () => ({
      lines,
      add: product => update(current => addLine(current, product)),
      change: (slug, quantity) =>
        update(current => changeQuantity(current, slug, quantity)),
    }),
    [lines, update],
  );

  return <CartContext.Provider value={cart}>{children}</CartContext.Provider>;
}

export function useCart(): Cart {
  const cart = useContext(CartContext);
  if (!cart) {
    throw new Error('useCart needs a CartProvider');
  }
  return cart;
}
