import Link from 'next/link';
import type { Teaser } from '@/lib/cms';

export function TeaserCard({ teaser }: { teaser: Teaser }) {
  return (
    <article className="card">
      <img src={teaser.image} alt="" width={560} height={240} />
      <h2>{teaser.headline}</h2>
      <div dangerouslySetInnerHTML={{ __html: teaser.html }} />
      <Link href={teaser.link}>{teaser.headline}</Link>
    </article>
  );
}
