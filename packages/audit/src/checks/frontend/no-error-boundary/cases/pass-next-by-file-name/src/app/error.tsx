'use client';

export default function Oops() {
  return <p>Something went wrong.</p>;
}
