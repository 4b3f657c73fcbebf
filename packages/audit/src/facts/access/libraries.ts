import { GuardVerdict } from './schema';

/** What libraries are known to do, by the last segment of a name. */
interface KnownGuard {
  names: readonly string[];
  privilege?: boolean;
  /** Arguments that make it let everybody through. */
  off?: RegExp;
}

const OPTIONAL =
  /\b(?:optional\s*[=:]\s*(?:True|true)|auto_error\s*=\s*False|credentialsRequired\s*:\s*false|authRequired\s*:\s*false)/;

const KNOWN: readonly KnownGuard[] = [
  // FastAPI, Starlette
  {
    names: [
      'OAuth2PasswordBearer',
      'OAuth2AuthorizationCodeBearer',
      'HTTPBearer',
      'HTTPBasic',
      'HTTPDigest',
      'APIKeyHeader',
      'APIKeyQuery',
      'APIKeyCookie',
      'OpenIdConnect',
      'current_user',
      'JWTBearer',
      'AuthJWT',
    ],
    off: OPTIONAL,
  },
  { names: ['requires'], privilege: true },
  // Flask
  {
    names: [
      'login_required',
      'fresh_login_required',
      'jwt_required',
      'fresh_jwt_required',
      'verify_jwt_in_request',
      'auth_required',
      'auth_token_required',
      'http_auth_required',
      'session_required',
      'require_oauth',
      'token_required',
      'require_auth',
      'requires_auth',
      'require_login',
      'requires_login',
      'api_key_required',
      'require_api_key',
    ],
    off: OPTIONAL,
  },
  {
    names: [
      'roles_required',
      'roles_accepted',
      'permissions_required',
      'permissions_accepted',
      'admin_required',
      'require_role',
      'role_required',
      'requires_role',
      'requires_permission',
      'require_permission',
      'has_role',
    ],
    privilege: true,
  },
  // Django
  {
    names: [
      'LoginRequiredMixin',
      'AccessMixin',
      'VerifiedUserMixin',
      'otp_required',
      'active_login_required',
    ],
  },
  {
    names: [
      'permission_required',
      'staff_member_required',
      'superuser_required',
      'user_passes_test',
      'PermissionRequiredMixin',
      'UserPassesTestMixin',
      'StaffuserRequiredMixin',
      'SuperuserRequiredMixin',
      'GroupRequiredMixin',
      'MultiplePermissionsRequiredMixin',
    ],
    privilege: true,
  },
  // Express and other Node servers
  {
    names: [
      'expressjwt',
      'expressJwt',
      'express-jwt',
      'express-basic-auth',
      'basicAuth',
      'basic-auth-connect',
      'requiresAuth',
      'requireAuth',
      'ClerkExpressRequireAuth',
      'ClerkExpressWithAuth',
      'ensureLoggedIn',
      'ensureAuthenticated',
      'isAuthenticated',
      'requireUser',
      'requireLogin',
      'verifySession',
      'jwtCheck',
      'withApiAuthRequired',
      'withPageAuthRequired',
      'withAuth',
      'protect',
      'verifyIdToken',
      'express-oauth2-jwt-bearer.auth',
      'express-oauth2-jwt-bearer',
    ],
    off: OPTIONAL,
  },
  {
    names: [
      'requireRole',
      'requireAdmin',
      'requirePermission',
      'requireRoles',
      'checkRole',
      'checkPermissions',
      'claimCheck',
      'requiredScopes',
      'requiresScopes',
      'hasRole',
    ],
    privilege: true,
  },
  // Go
  {
    names: [
      'BasicAuth',
      'BasicAuthForRealm',
      'Authenticator',
      'KeyAuth',
      'JWTWithConfig',
      'MiddlewareFunc',
      'RequireAuth',
      'AuthRequired',
      'RequireBearerToken',
    ],
  },
];

const TABLE = new Map(
  KNOWN.flatMap(item => item.names.map(name => [name, item] as const)),
);

/** Strategies of passport and guards of NestJS carry theirs in the argument. */
const CALLED = /^(?:\w+\.)*(?:authenticate|AuthGuard)\(\s*['"[]/;

/** Words of an external name that say it has to do with who calls. */
const GUARD_WORD =
  /auth(?!or(?:s|_|$))|login|log_in|signed_?in|current_?(?:\w+_)?user|get_?user|require_|require[A-Z]|permission|principal|identity|guard|jwt|token|api_?key|protect|ensure_|ensure[A-Z]|_required|is_?admin|admin_?only|roles?\b|rbac|acl\b|session_?user|verify_?(?:user|caller|access)|access_?control|oidc|saml|keycloak|cognito|firebase|clerk/i;
/** The same words in names of things that let everybody through. */
const NO_GUARD =
  /csrf|xsrf|anonymous|optional|maybe|throttl|rate_?limit|tokeni|get_?token_?url|author_|cors|logger|audit|authlib|session_?(?:middleware|maker|local)|get_?session$|get_?db|db_?session|async_?session|SessionDep|cookie-?parser|body-?parser|passport\.(?:initialize|session)|initialize$|clerkMiddleware|ServiceDep|_classes$/i;

/** Verdict on a name that is not defined in the tree. */
export function externalVerdict(
  name: string,
  text: string,
): GuardVerdict | undefined {
  const last = name.split(/[./]/).pop() ?? name;
  const known = TABLE.get(name) ?? TABLE.get(last);
  if (known) {
    const off = known.off?.test(text) ?? false;
    return {
      rejects: off ? 'no' : 'yes',
      privilege: !off && ((known.privilege ?? false) || namesPrivilege(text)),
      opens: off,
      because: off ? `${last} lets callers without identity through` : name,
    };
  }
  if (CALLED.test(text)) {
    return {
      // The strategy that lets everybody through has that name in its documentation.
      rejects: /anonymous/.test(text) ? 'no' : 'yes',
      privilege: false,
      opens: false,
      because: name,
    };
  }
  return GUARD_WORD.test(name) && !NO_GUARD.test(name)
    ? {
        rejects: 'unclear',
        privilege: namesPrivilege(text),
        opens: false,
        because: `${name} is not in this tree`,
      }
    : undefined;
}

const PRIVILEGE_WORD =
  /(?:^|[^a-z])(?:is_?)?(?:admin\w*|staff|super_?users?|roles?|permissions?|perms?|scopes?|privileges?|owners?|members?|polic(?:y|ies)|acl|rbac|ranks?|abilit(?:y|ies)|groups?|entitle\w*|access_?levels?|capabilit\w*|operators?|moderators?|managers?)(?![a-z])/i;

/** Whether a text speaks of more than identity: a role, a permission, ownership. */
export function namesPrivilege(text: string): boolean {
  // `requireRole` and `has_permission` are two words.
  return PRIVILEGE_WORD.test(
    text.replace(/([a-z])([A-Z])/g, '$1_$2').replace(/_/g, ' '),
  );
}
