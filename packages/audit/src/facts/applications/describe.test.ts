import { isHealthRoute, isVersioned } from './describe';

const health = (fullPath: string, method = 'GET') =>
  isHealthRoute({ method, fullPath });

describe('addresses of routes', () => {
  it('knows routes for health by their address', () => {
    expect(health('/healthz')).toBe(true);
    expect(health('/api/4/status')).toBe(true);
    expect(health('/{…}/api/v1/status')).toBe(true);
    expect(health('/orders/{id}/status')).toBe(false);
    expect(health('/health', 'POST')).toBe(false);
  });

  it('knows addresses that carry a version', () => {
    expect(isVersioned('/api/v1/users')).toBe(true);
    expect(isVersioned('/api/0/users')).toBe(true);
    expect(isVersioned('/users/2/items')).toBe(false);
  });
});
