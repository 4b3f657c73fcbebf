import { createRoot } from 'react-dom/client';
import { Page1 } from './Page1';

createRoot(document.body).render(<Page1 />);
