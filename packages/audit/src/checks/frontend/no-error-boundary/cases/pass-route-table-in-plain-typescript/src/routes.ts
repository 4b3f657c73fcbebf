export const routes = [
  {
    path: '/',
    lazy: () => import('./pages/home'),
    ErrorBoundary: () => null,
  },
];
