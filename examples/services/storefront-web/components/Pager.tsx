import Link from 'next/link';

const PER_PAGE = 24;

export function Pager({
  page,
  total,
  href,
}: {
  page: number;
  total: number;
  href: string;
}) {
  const pages = Math.max(1, Math.ceil(total / PER_PAGE));

  return (
    <nav aria-label="Pages">
      {page > 1 && <Link href={`${href}?page=${page - 1}`}>Previous</Link>}
      <span>
        {' '}
        Page {page} of {pages}{' '}
      </span>
      {page < pages && <Link href={`${href}?page=${page + 1}`}>Next</Link>}
    </nav>
  );
}
