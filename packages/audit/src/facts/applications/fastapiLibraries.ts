import { CallFact } from '../../syntax/schema';
import { OwnRoute } from './RouteGraph';
import { GuardUse } from './schema';
import { argument } from './Workbench';

type Said = NonNullable<GuardUse['says']>;

/** Routes of the routers that fastapi-users makes: method, address, and what stands before it. */
const USERS: Record<string, [method: string, path: string, says?: Said][]> = {
  get_auth_router: [
    ['POST', '/login'],
    ['POST', '/logout', 'required'],
  ],
  get_register_router: [['POST', '/register']],
  get_reset_password_router: [
    ['POST', '/forgot-password'],
    ['POST', '/reset-password'],
  ],
  get_verify_router: [
    ['POST', '/request-verify-token'],
    ['POST', '/verify'],
  ],
  get_users_router: [
    ['GET', '/me', 'required'],
    ['PATCH', '/me', 'required'],
    ['GET', '/{id}', 'privilege'],
    ['PATCH', '/{id}', 'privilege'],
    ['DELETE', '/{id}', 'privilege'],
  ],
};

/** Routes of a router that a library makes: `fastapi_users.get_auth_router(backend)`. */
export function libraryRoutes(call: CallFact, text: string): OwnRoute[] {
  const maker = /^[\w.]+\.(get_\w+_router)\(/.exec(text)?.[1] ?? '';
  return (USERS[maker] ?? []).map(([method, path, says]) =>
    libraryRoute(call, method, path, maker, says),
  );
}

/** The administration that `sqladmin` puts below an application. */
export function adminRoute(call: CallFact): OwnRoute {
  const base = argument(call, 'base_url')?.value;
  const guard = argument(call, 'authentication_backend');
  return libraryRoute(
    call,
    'POST',
    `${typeof base === 'string' ? base : '/admin'}/*`,
    call.name,
    guard && 'privilege',
  );
}

function libraryRoute(
  call: CallFact,
  method: string,
  ownPath: string,
  handler: string,
  says: Said | undefined,
): OwnRoute {
  return {
    method,
    ownPath,
    path: call.path,
    line: call.line,
    handler,
    parameters: [],
    guards: [],
    guardedBy: says
      ? [
          {
            text: handler,
            how: 'rule',
            path: call.path,
            line: call.line,
            level: 'route',
            says,
          },
        ]
      : [],
    async: true,
    list: false,
  };
}
