import { z } from 'zod';

const page = z.object({
  title: z.string(),
  html: z.string(),
  updatedAt: z.string(),
});

const teaser = z.object({
  headline: z.string(),
  html: z.string(),
  image: z.string(),
  link: z.string(),
});

export type CmsPage = z.infer<typeof page>;
export type Teaser = z.infer<typeof teaser>;

async function read(path: string): Promise<unknown> {
  try {
    const response = await fetch(`${process.env.CMS_URL}${path}`, {
      headers: { authorization: `Bearer ${process.env.CMS_API_TOKEN}` },
      next: { revalidate: 300, tags: ['cms'] },
      signal: AbortSignal.timeout(4_000),
    });
    return response.ok ? await response.json() : undefined;
  } catch (error) {
    console.error('content system does not answer', error);
    return undefined;
  }
}

export async function findPage(slug: string): Promise<CmsPage | undefined> {
  const body = await read(`/pages/${encodeURIComponent(slug)}`);
  return body ? page.parse(body) : undefined;
}

export async function listTeasers(): Promise<Teaser[]> {
  return z.array(teaser).parse((await read('/teasers')) ?? []);
}
