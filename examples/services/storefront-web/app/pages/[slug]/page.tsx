import { notFound } from 'next/navigation';
import { RichText } from '@/components/RichText';
import { findPage } from '@/lib/cms';

export default async function ContentPage({
  params,
}: {
  params: Promise<{ slug: string }>;
}) {
  const page = await findPage((await params).slug);
  if (!page) {
    notFound();
  }

  return (
    <article>
      <h1>{page.title}</h1>
      <RichText html={page.html} />
      <p>
        Last changed{' '}
        <time dateTime={page.updatedAt}>{page.updatedAt.slice(0, 10)}</time>
      </p>
    </article>
  );
}
