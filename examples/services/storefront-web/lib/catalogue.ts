import { z } from 'zod';

const product = z.object({
  slug: z.string(),
  name: z.string(),
  summary: z.string(),
  image: z.string(),
  priceMinor: z.number().int(),
  currency: z.string().length(3),
  rating: z.number().min(0).max(5),
  available: z.boolean(),
});

const productPage = z.object({
  items: z.array(product),
  total: z.number().int(),
});

export type Product = z.infer<typeof product>;

async function read(path: string, seconds: number): Promise<unknown> {
  const response = await fetch(`${process.env.CATALOGUE_URL}${path}`, {
    next: { revalidate: seconds },
    signal: AbortSignal.timeout(4_000),
  });
  if (response.status === 404) {
    return undefined;
  }
  if (!response.ok) {
    console.error('catalogue answered', response.status, path);
    throw new Error('The catalogue is not available');
  }
  return response.json();
}

export async function findProduct(slug: string): Promise<Product | undefined> {
  const body = await read(`/v1/products/${encodeURIComponent(slug)}`, 60);
  return body === undefined ? undefined : product.parse(body);
}

export async function listProducts(options: {
  category?: string;
  search?: string;
  page?: number;
}): Promise<{ items: Product[]; total: number }> {
  const query = new URLSearchParams({
    limit: '24',
    page: String(options.page ?? 1),
  });
  if (options.category) query.set('category', options.category);
  if (options.search) query.set('q', options.search);
  return productPage.parse(await read(`/v1/products?${query}`, 120));
}
