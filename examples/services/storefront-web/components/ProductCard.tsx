import Link from 'next/link';
import type { Product } from '@/lib/catalogue';
import { Price } from './Price';

export function ProductCard({ product }: { product: Product }) {
  return (
    <article className="card">
      <Link href={`/products/${product.slug}`}>
        <img src={product.image} width={280} height={280} loading="lazy" />
        <h3>{product.name}</h3>
      </Link>
      <Price minor={product.priceMinor} currency={product.currency} />
    </article>
  );
}
