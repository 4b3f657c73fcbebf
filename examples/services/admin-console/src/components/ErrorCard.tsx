import type { ReactNode } from 'react';

interface Props {
  title: string;
  children?: ReactNode;
  onRetry?: () => void;
}

export function ErrorCard({ title, children, onRetry }: Props) {
  return (
    <div className="error-card" role="alert">
      <h2>{title}</h2>
      {children}
      {onRetry && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
