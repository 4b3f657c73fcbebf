import { ClassFact } from '../../syntax/schema';
import { splitList } from '../applications/code';
import { GuardUse } from '../applications/schema';
import { namesPrivilege } from './libraries';
import { GuardVerdict, Rejection } from './schema';

interface KnownPermission {
  rejects: Rejection;
  privilege?: boolean;
  opens?: boolean;
}

/** Permission classes of the REST framework and its usual companions. */
const KNOWN: Record<string, KnownPermission> = {
  AllowAny: { rejects: 'no', opens: true },
  IsAuthenticated: { rejects: 'yes' },
  IsAdminUser: { rejects: 'yes', privilege: true },
  IsSuperUser: { rejects: 'yes', privilege: true },
  IsAuthenticatedOrReadOnly: { rejects: 'writes' },
  DjangoModelPermissions: { rejects: 'yes', privilege: true },
  DjangoModelPermissionsOrAnonReadOnly: { rejects: 'writes', privilege: true },
  DjangoObjectPermissions: { rejects: 'yes', privilege: true },
  HasAPIKey: { rejects: 'yes' },
  TokenHasScope: { rejects: 'yes', privilege: true },
  TokenHasReadWriteScope: { rejects: 'yes', privilege: true },
  TokenHasResourceScope: { rejects: 'yes', privilege: true },
  CurrentUserOrAdmin: { rejects: 'yes', privilege: true },
};

const CALLER =
  /\b(?:is_authenticated|is_staff|is_superuser|has_perms?|request\.auth|request\.user|self\.request\.user|headers|META|api_key|token|user)\b/;

/** Verdict on a list of permission classes: all of them have to agree, `|` and `&` inside one. */
export async function permissionVerdict(
  use: GuardUse,
  ownClass: (
    name: string,
  ) => Promise<(ClassFact & { code: string }) | undefined>,
): Promise<GuardVerdict> {
  const items = splitList(use.text);
  if (!items.length) {
    return {
      rejects: 'no',
      privilege: false,
      opens: true,
      because: 'the list of permission classes is empty',
    };
  }
  let best: GuardVerdict | undefined;
  const order: Rejection[] = ['no', 'unclear', 'writes', 'yes'];
  let privilege = false;
  for (const item of items) {
    const verdict = await one(item, ownClass);
    privilege ||= verdict.privilege && verdict.rejects !== 'no';
    if (!best || order.indexOf(verdict.rejects) > order.indexOf(best.rejects)) {
      best = verdict;
    }
  }
  return { ...best!, privilege };
}

async function one(
  text: string,
  ownClass: (
    name: string,
  ) => Promise<(ClassFact & { code: string }) | undefined>,
): Promise<GuardVerdict> {
  const parts = text.match(/[A-Za-z_][\w.]*/g) ?? [];
  const verdicts: GuardVerdict[] = [];
  for (const part of parts.slice(0, 8)) {
    const last = part.split('.').pop()!;
    const own = KNOWN[last] ? undefined : await ownClass(part);
    const known = KNOWN[last] ?? (own ? fromCode(own) : undefined);
    verdicts.push({
      rejects: known?.rejects ?? 'unclear',
      privilege: known?.privilege ?? (!KNOWN[last] && namesPrivilege(last)),
      opens: known?.opens ?? false,
      because: last,
      ...(own ? { definedAt: { path: own.path, line: own.line } } : {}),
    });
  }
  if (/\|/.test(text)) {
    // Either is enough: the weaker one decides.
    return (
      verdicts.find(item => item.rejects === 'no') ??
      verdicts.find(item => item.rejects !== 'yes') ??
      verdicts[0]
    );
  }
  const strongest = verdicts.find(item => item.rejects === 'yes');
  return (
    strongest ??
    verdicts[0] ?? {
      rejects: 'unclear',
      privilege: false,
      opens: false,
      because: text.slice(0, 60),
    }
  );
}

/** An own permission class by what its methods say. */
function fromCode(own: ClassFact & { code: string }): KnownPermission {
  const { code } = own;
  const inherits = own.bases
    .map(base => KNOWN[base.split('.').pop()!])
    .find(Boolean);
  const reads = /SAFE_METHODS/.test(code);
  if (/\bdef\s+has_permission\b/.test(code)) {
    if (/\bif\s+[\w.]*settings\.\w+\s+else\s+True\b/.test(code)) {
      // A setting decides whether anybody is asked.
      return { rejects: 'unclear', privilege: namesPrivilege(own.name) };
    }
    if (CALLER.test(code.replace(/\bdef\s+has_\w+\([^)]*\)/g, ''))) {
      return {
        rejects: reads ? 'writes' : 'yes',
        // Each of them says "permission" in its names.
        privilege: namesPrivilege(code.replace(/\w*[Pp]ermission\w*/g, '')),
      };
    }
    const results = [...code.matchAll(/\breturn\s+([^\n]+)/g)].map(match =>
      match[1].trim(),
    );
    return results.every(item => item === 'True')
      ? { rejects: 'no', opens: true }
      : { rejects: 'unclear', privilege: namesPrivilege(own.name) };
  }
  if (inherits) {
    return {
      ...inherits,
      privilege: inherits.privilege || namesPrivilege(own.name),
    };
  }
  // Object permissions only: lists are open to everybody, single objects are not.
  return {
    rejects: 'unclear',
    privilege: namesPrivilege(own.name),
  };
}
