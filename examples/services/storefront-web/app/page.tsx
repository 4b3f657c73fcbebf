import { connection } from 'next/server';
import { Newsletter } from '@/components/Newsletter';
import { ProductGrid } from '@/components/ProductGrid';
import { TeaserCard } from '@/components/TeaserCard';
import { listProducts } from '@/lib/catalogue';
import { listTeasers } from '@/lib/cms';

export default async function HomePage() {
  await connection();
  const [teasers, products] = await Promise.all([
    listTeasers(),
    listProducts({}),
  ]);

  return (
    <>
      <section className="grid">
        {teasers.map(teaser => (
          <TeaserCard key={teaser.link} teaser={teaser} />
        ))}
      </section>
      <h2>New this week</h2>
      <ProductGrid products={products.items} />
      <Newsletter />
    </>
  );
}
