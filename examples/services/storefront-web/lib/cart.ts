import type { Product } from './catalogue';

export interface CartLine {
  slug: string;
  name: string;
  image: string;
  unitMinor: number;
  currency: string;
  quantity: number;
}

const KEY = 'aurora.cart';
const MAX_PER_LINE = 20;

export function addLine(lines: CartLine[], product: Product): CartLine[] {
  const known = lines.find(line => line.slug === product.slug);
  if (known) {
    return changeQuantity(lines, product.slug, known.quantity + 1);
  }
  return [
    ...lines,
    {
      slug: product.slug,
      name: product.name,
      image: product.image,
      unitMinor: product.priceMinor,
      currency: product.currency,
      quantity: 1,
    },
  ];
}

export function changeQuantity(
  lines: CartLine[],
  slug: string,
  quantity: number,
): CartLine[] {
  return lines
    .map(line =>
      line.slug === slug
        ? { ...line, quantity: Math.min(quantity, MAX_PER_LINE) }
        : line,
    )
    .filter(line => line.quantity > 0);
}

export function totalMinor(lines: CartLine[]): number {
  return lines.reduce((sum, line) => sum + line.unitMinor * line.quantity, 0);
}

export function loadCart(): CartLine[] {
  try {
    return JSON.parse(window.localStorage.getItem(KEY) ?? '[]') as CartLine[];
  } catch {
    return [];
  }
}

export function storeCart(lines: CartLine[]): void {
  window.localStorage.setItem(KEY, JSON.stringify(lines));
}
