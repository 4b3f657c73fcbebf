import { ProductGrid } from '@/components/ProductGrid';
import { SearchBox } from '@/components/SearchBox';
import { listProducts } from '@/lib/catalogue';

export default async function SearchPage({
  searchParams,
}: {
  searchParams: Promise<{ q?: string }>;
}) {
  const q = ((await searchParams).q ?? '').slice(0, 80);
  const result = q
    ? await listProducts({ search: q })
    : { items: [], total: 0 };

  return (
    <>
      <SearchBox initial={q} />
      <p role="status">{result.total} products</p>
      <ProductGrid products={result.items} />
    </>
  );
}
