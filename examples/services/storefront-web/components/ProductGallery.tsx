'use client';

import { useState } from 'react';

export function ProductGallery({ image }: { image: string }) {
  const [zoomed, setZoomed] = useState(false);

  return (
    <div onClick={() => setZoomed(!zoomed)}>
      <img src={image} width={zoomed ? 960 : 480} height={zoomed ? 960 : 480} />
    </div>
  );
}
