import { createRoot } from 'react-dom/client';
import { ErrorCard } from './ErrorCard';

createRoot(document.body).render(<ErrorCard text="none" />);
