import { formatMoney } from '@/lib/money';

export function Price({
  minor,
  currency,
}: {
  minor: number;
  currency: string;
}) {
  return (
    <data className="price" value={(minor / 100).toFixed(2)}>
      {formatMoney(minor, currency)}
    </data>
  );
}
