import { createRoot } from 'react-dom/client';
import { ErrorBoundary } from 'react-error-boundary';
import { App } from './App.jsx';
import './styles.css';

function Fallback({ resetErrorBoundary }) {
  return (
    <div role="alert">
      <h1>This did not work</h1>
      <button type="button" onClick={resetErrorBoundary}>
        Try again
      </button>
    </div>
  );
}

createRoot(document.getElementById('root')).render(
  <ErrorBoundary FallbackComponent={Fallback}>
    <App />
  </ErrorBoundary>,
);
