import type { Metadata } from 'next';
import Link from 'next/link';
import { type ReactNode, Suspense } from 'react';
import { CartProvider } from '@/components/CartProvider';
import { Header } from '@/components/Header';
import { PreviewBar } from '@/components/PreviewBar';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Aurora Retail', template: '%s – Aurora Retail' },
  description: 'Light, furniture and small things for the home.',
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <CartProvider>
          <Suspense>
            <PreviewBar />
          </Suspense>
          <Header />
          <main>{children}</main>
          <footer className="footer">
            <Link href="/pages/imprint">Imprint</Link>
            <Link href="/pages/privacy">Privacy</Link>
            <Link href="/pages/delivery">Delivery and returns</Link>
          </footer>
        </CartProvider>
      </body>
    </html>
  );
}
