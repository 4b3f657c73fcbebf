import { createRoot } from 'react-dom/client';
import { createBrowserRouter, RouterProvider } from 'react-router-dom';
import { App, Oops } from './App';

const router = createBrowserRouter([{ path: '/', element: <App />, errorElement: <Oops /> }]);
createRoot(document.body).render(<RouterProvider router={router} />);
