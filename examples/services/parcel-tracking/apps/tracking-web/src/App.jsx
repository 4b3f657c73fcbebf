import { BrowserRouter, Route, Routes } from 'react-router';
import { ParcelPage } from './pages/ParcelPage.jsx';
import { SearchPage } from './pages/SearchPage.jsx';

export function App() {
  return (
    <BrowserRouter>
      <header>
        <img src="/logo.svg" height="28" />
      </header>
      <main>
        <Routes>
          <Route path="/" element={<SearchPage />} />
          <Route path="/parcels/:number" element={<ParcelPage />} />
        </Routes>
      </main>
    </BrowserRouter>
  );
}
