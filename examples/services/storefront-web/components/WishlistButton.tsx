'use client';

import { useState } from 'react';
import { Icon } from './Icon';

const KEY = 'aurora.wishlist';

export function WishlistButton({ slug }: { slug: string }) {
  const [listed, setListed] = useState(false);

  const toggle = () => {
    const slugs = new Set<string>(
      JSON.parse(window.localStorage.getItem(KEY) ?? '[]'),
    );
    if (listed) slugs.delete(slug);
    else slugs.add(slug);
    window.localStorage.setItem(KEY, JSON.stringify([...slugs]));
    setListed(!listed);
  };

  return (
    <button
      type="button"
      className={listed ? 'active' : undefined}
      onClick={toggle}
    >
      <Icon name="heart" />
    </button>
  );
}
