import { NavLink, Outlet } from 'react-router';
import { useSession } from '../lib/session';

export function Layout() {
  const { signOut } = useSession();

  return (
    <div className="layout">
      <nav aria-label="Main">
        <ul>
          <li>
            <NavLink to="/accounts">Accounts</NavLink>
          </li>
          <li>
            <NavLink to="/roles">Roles</NavLink>
          </li>
          <li>
            <NavLink to="/clients">API clients</NavLink>
          </li>
        </ul>
        <button type="button" onClick={signOut}>
          Sign out
        </button>
      </nav>
      <main>
        <Outlet />
      </main>
    </div>
  );
}
