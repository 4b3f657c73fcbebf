import { createRoot } from 'react-dom/client';

createRoot(document.body).render(<h1>Shop</h1>);
