import { createRoot } from 'react-dom/client';
import { App } from './App';
import { Boundary } from './Boundary';

createRoot(document.getElementById('root')!).render(
  <Boundary>
    <App />
  </Boundary>,
);
