'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useCart } from './CartProvider';
import { Icon } from './Icon';

const CATEGORIES = [
  { slug: 'lamps', label: 'Lamps' },
  { slug: 'seating', label: 'Seating' },
  { slug: 'textiles', label: 'Textiles' },
  { slug: 'kitchen', label: 'Kitchen' },
];

export function Header() {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const { lines } = useCart();
  const count = lines.reduce((sum, line) => sum + line.quantity, 0);

  return (
    <header className="header">
      <button type="button" onClick={() => setOpen(!open)}>
        <Icon name="menu" />
      </button>
      <Link href="/">
        <img src="/assets/logo.svg" width={120} height={32} />
      </Link>
      <button type="button" onClick={() => router.push('/search')}>
        <Icon name="search" />
      </button>
      <Link href="/cart" aria-label={`Cart with ${count} items`}>
        <Icon name="cart" />
      </Link>
      {open && (
        <nav aria-label="Categories">
          {CATEGORIES.map(({ slug, label }) => (
            <Link
              key={slug}
              href={`/categories/${slug}`}
              onClick={() => setOpen(false)}
            >
              {label}
            </Link>
          ))}
        </nav>
      )}
    </header>
  );
}
