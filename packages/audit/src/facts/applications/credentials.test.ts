import { credentialKind } from './credentials';

const kind = (fullPath: string, handler?: string, method = 'POST') =>
  credentialKind({
    method,
    fullPath,
    handler,
    path: 'server.js',
    line: 1,
    parameters: [],
    guards: [],
    guardedBy: [],
    async: true,
    list: false,
  });

describe('credentialKind', () => {
  it('goes by the address', () => {
    expect(kind('/api/v1/login')).toBe('sign-in');
    expect(kind('/auth/forgot-password')).toBe('password reset');
    expect(kind('/users/{id}/tokens')).toBeUndefined();
    expect(kind('/login', undefined, 'GET')).toBeUndefined();
  });

  it('goes by the handler where the address says little', () => {
    expect(kind('/api/userSession', 'AuthController.login')).toBe('sign-in');
    expect(kind('/forgot', 'forgotPassword')).toBe('password reset');
    expect(kind('/reset', 'resetCounters')).toBeUndefined();
    expect(kind('/orders', 'OrdersController.create')).toBeUndefined();
  });
});
