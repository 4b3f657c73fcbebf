import { Pager } from '@/components/Pager';
import { ProductGrid } from '@/components/ProductGrid';
import { listProducts } from '@/lib/catalogue';

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ page?: string }>;
}

export default async function CategoryPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const page = Math.max(1, Number((await searchParams).page) || 1);
  const { items, total } = await listProducts({ category: slug, page });

  return (
    <>
      <h1>{slug}</h1>
      <ProductGrid products={items} />
      <Pager page={page} total={total} href={`/categories/${slug}`} />
    </>
  );
}
