import * as Sentry from '@sentry/react';
import { createRoot } from 'react-dom/client';

Sentry.init({ dsn: import.meta.env.VITE_SENTRY_DSN });
createRoot(document.getElementById('root')!).render(<App />);
