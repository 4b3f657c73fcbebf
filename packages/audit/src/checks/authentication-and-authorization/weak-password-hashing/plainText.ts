import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import {
  argumentNodes,
  endLineOf,
  lineOf,
} from '../../../facts/applications/code';
import {
  callsLike,
  findAll,
  functionAround,
  leavesOf,
} from '../../../facts/tokens/expressions';
import { storedTokens } from '../../../facts/tokens/extract';
import { isPasswordName } from '../../../facts/tokens/names';
import { FileSyntax } from '../../../syntax/schema';

/** Anything that hashes, by what it is called; a model's own hook or setter may do it as well. */
const HASHES =
  /hash|bcrypt|argon|scrypt|pbkdf2|set_password|make_password|encrypt_password|before_insert|before_update|BeforeInsert|BeforeUpdate|pre\(\s*["']save|hybrid_property|password\.setter|validates\(\s*["']password/i;

/** Models that keep the password of something else, which has to be sent as it is. */
const OF_OTHERS =
  /smtp|imap|proxy|server|host|connection|datasource|database|ftp|ldap|integration|account_?config|mail|repository|registry|router|wifi|remote|credential|setting|config|secret|share|room|meeting|link|paste/i;

/**
 * Passwords of users that are written to a model, or compared with it, as they are. Silent where the model or the file
 * has anything that hashes.
 */
export async function plainTextPasswords(
  context: CheckContext,
): Promise<Evidence[]> {
  const { models } = await context.facts(storedTokens);
  const owners = models.filter(
    model =>
      model.fields.some(({ name }) =>
        /^(?:password|passwd|user_?password)$/i.test(name),
      ) &&
      !OF_OTHERS.test(model.name) &&
      /user|account|member|customer|admin|person|employee|client|player|author/i.test(
        model.name,
      ) &&
      !HASHES.test(textOfModel(context, model)),
  );
  if (owners.length === 0) {
    return [];
  }
  const names = new Map(owners.map(model => [model.name, model]));
  const result: Evidence[] = [];
  for (const file of await context.syntax.files({
    languages: ['python', 'typescript', 'javascript'],
    containing: [...names.keys()],
  })) {
    if (HASHES.test(context.read(file.path) ?? '')) {
      continue;
    }
    for (const name of names.keys()) {
      result.push(...writesOf(file, name));
    }
  }
  return result;
}

function textOfModel(
  context: CheckContext,
  { path }: { path: string },
): string {
  return context.read(path) ?? '';
}

/** `User(password=body.password)`, `User.create({ password: req.body.password })`. */
function writesOf(file: FileSyntax, model: string): Evidence[] {
  return callsLike(
    file,
    `^(?:${model}|${model}(?:\\.objects)?\\.(?:create|create_user|insert|insertOne|build))$`,
  ).flatMap((node): Evidence[] => {
    if (/create_user$/.test(node.field('function')?.text() ?? '')) {
      return [];
    }
    const leaf = argumentNodes(node)
      .flatMap(leavesOf)
      .find(
        item =>
          !item.call &&
          item.key !== undefined &&
          /^(?:password|passwd)$/i.test(item.key) &&
          isPasswordName(item.last),
      );
    return leaf
      ? [
          {
            path: file.path,
            line: lineOf(leaf.node),
            endLine: lineOf(leaf.node),
            subject: `${model}.${leaf.key}`,
            severity: 'critical',
            note: `\`${leaf.text}\` is stored in \`${model}\` as it is`,
          },
        ]
      : [];
  });
}

/** Ciphers that somebody can undo. */
const CIPHERS =
  '(?:fernet|cipher|cipher_suite|aes|crypto|CryptoJS\\.AES|f)\\.encrypt$';

/** Passwords of users that are encrypted into a stored field instead of hashed. */
export async function reversiblePasswords({
  syntax,
}: CheckContext): Promise<Evidence[]> {
  const result: Evidence[] = [];
  for (const file of await syntax.files({
    languages: ['python', 'typescript', 'javascript'],
    containing: ['.encrypt('],
  })) {
    for (const node of callsLike(file, CIPHERS)) {
      const [first] = argumentNodes(node);
      const leaf = first
        ? leavesOf(first).find(item => !item.call && isPasswordName(item.last))
        : undefined;
      const around = functionAround(node);
      const stored = findAll(around, {
        kind: file.language === 'python' ? 'attribute' : 'member_expression',
        regex:
          '(?:user|account|member|customer)\\.(?:hashed_)?password(?:_hash)?$',
      });
      // Passwords of other systems must be readable; those of users are told by where they go.
      if (leaf && stored.length > 0) {
        result.push({
          path: file.path,
          line: lineOf(node),
          endLine: endLineOf(node),
          subject: [...file.enclosingOf(node), leaf.text].join('.'),
          severity: 'critical',
          note: `\`${leaf.text}\` is encrypted, and whoever has the key can read it`,
        });
      }
    }
  }
  return result;
}
