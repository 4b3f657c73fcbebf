/** How metadata of decorators changes what a guard of NestJS does. */
export interface Marked {
  /** Lets marked routes through. */
  exempting: boolean;
  /** Only looks at marked routes. */
  selective: boolean;
}

const PUBLIC_NAME =
  /^(?:\w+\.)*(?:Is)?(?:Public|SkipAuth\w*|AllowAnonymous|Anonymous|NoAuth|Unauthenticated|Open|AllowUnauthorized\w*|DisableAuth|AllowUnauthenticated\w*|PublicRoute|WithoutAuth)\b/;
const PRIVILEGE_MARK =
  /^(?:\w+\.)*(?:\w*Roles?|\w*Permissions?|\w*Scopes?|\w*Polic(?:y|ies)|\w*Abilit(?:y|ies)|\w*Authori[sz]ed?|Auth\w*|\w*Acl|Admin\w*|Require\w*|Can)\b/;

/** What the code of a guard says about metadata. */
export function marked(code: string): Marked {
  if (!/[rR]eflector|Reflect\./.test(code)) {
    return { exempting: false, selective: false };
  }
  // `if (!roles) return true` against `if (isPublic) return true`
  return {
    selective:
      /\bif\s*\(\s*(?:!\s*\w+|\w+\s*={2,3}\s*(?:undefined|null)|\w+(?:\?)?\.length\s*={2,3}\s*0)[^{;]{0,80}\)\s*\{?\s*return\s+(?:true|Promise\.resolve\(true\))/.test(
        code,
      ),
    exempting:
      /\bif\s*\(\s*\w[^{;!]{0,80}\)\s*\{?\s*return\s+(?:true|Promise\.resolve\(true\))/.test(
        code,
      ),
  };
}

export const isPublicMark = (text: string) => PUBLIC_NAME.test(text);

export const isPrivilegeMark = (text: string) => PRIVILEGE_MARK.test(text);
