'use client';

import { useSearchParams } from 'next/navigation';
import { isPreview } from '@/lib/preview';

export function PreviewBar() {
  const params = useSearchParams();
  if (!isPreview(params.get('preview'))) {
    return null;
  }
  return (
    <div role="status">
      You are looking at texts that are not published yet.
    </div>
  );
}
