const SHAPES = {
  cart: 'M3 4h2l2 11h10l2-8H7',
  heart: 'M12 20S4 14 4 9a4 4 0 0 1 8-1 4 4 0 0 1 8 1c0 5-8 11-8 11z',
  search: 'M10 4a6 6 0 1 0 0 12 6 6 0 0 0 0-12zm5 11 5 5',
  menu: 'M4 6h16M4 12h16M4 18h16',
  minus: 'M5 12h14',
  plus: 'M12 5v14M5 12h14',
  trash: 'M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13',
} as const;

export function Icon({ name }: { name: keyof typeof SHAPES }) {
  return (
    <svg
      width="24"
      height="24"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      aria-hidden="true"
    >
      <path d={SHAPES[name]} strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
