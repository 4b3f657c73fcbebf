import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { AddToCart } from '@/components/AddToCart';
import { Price } from '@/components/Price';
import { ProductGallery } from '@/components/ProductGallery';
import { WishlistButton } from '@/components/WishlistButton';
import { findProduct } from '@/lib/catalogue';

interface Props {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const product = await findProduct((await params).slug);
  return { title: product?.name, description: product?.summary };
}

export default async function ProductPage({ params }: Props) {
  const product = await findProduct((await params).slug);
  if (!product) {
    notFound();
  }

  return (
    <article>
      <ProductGallery image={product.image} />
      <h1>{product.name}</h1>
      <p>{product.rating.toFixed(1)} of 5 stars</p>
      <Price minor={product.priceMinor} currency={product.currency} />
      <p>{product.summary}</p>
      <AddToCart product={product} />
      <WishlistButton slug={product.slug} />
    </article>
  );
}
