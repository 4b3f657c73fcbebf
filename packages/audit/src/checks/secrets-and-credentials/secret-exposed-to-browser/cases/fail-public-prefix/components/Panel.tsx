'use client';

export function Panel() {
  return <pre>{process.env.ADMIN_API_TOKEN}</pre>;
}
