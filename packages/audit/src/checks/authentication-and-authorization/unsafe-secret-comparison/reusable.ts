import { Evidence } from '@readiness/plugin-readiness-common';
import { wordsOf } from '../../../facts/settings/secretNames';
import { CallFact, FileSyntax } from '../../../syntax/schema';

const READS =
  /(?:^|[._])(?:cache|redis|redis_?client|r|store|kv|memcache|cacheManager)\.get$/i;
const DELETES =
  /(?:^|[._])(?:cache|redis|redis_?client|r|store|kv|memcache|cacheManager)\.(?:delete|del|remove|unlink)$/i;
/** Steps that make one of several. */
const ATOMIC =
  /getdel|lock|pipeline|multi|eval|transaction|watch|setnx|\.add$/i;
const ONE_TIME = new Set([
  'code',
  'otp',
  'token',
  'pin',
  'passcode',
  'nonce',
  'ticket',
  'totp',
  'verification',
]);

/** (b) One-time codes that are read, compared and deleted in separate steps of a cache. */
export function reusableCodes(file: FileSyntax): Evidence[] {
  const deletes = file.calls.filter(
    call => DELETES.test(call.callee) && !decides(file, call),
  );
  if (deletes.length === 0) {
    return [];
  }
  return file.calls
    .filter(call => READS.test(call.callee) && call.assignedTo !== undefined)
    .flatMap((read): Evidence[] => {
      const scope = read.enclosing.join('.');
      const same = (item: { enclosing: string[] }) =>
        item.enclosing.join('.') === scope;
      const key = read.args[0]?.text;
      const name = read.assignedTo!;
      const used = deletes.find(
        call =>
          same(call) && call.line > read.line && call.args[0]?.text === key,
      );
      const compared =
        file.comparisons.some(
          item =>
            same(item) &&
            [item.left, item.right].includes(name) &&
            ![item.left, item.right].some(side =>
              /^(?:None|null|undefined)$/.test(side),
            ),
        ) ||
        file.calls.some(
          call =>
            same(call) &&
            /compare|timingSafeEqual/i.test(call.callee) &&
            call.args.some(({ text }) => text.includes(name)),
        );
      const isCode = [...wordsOf(name), ...wordsOf(key ?? '')].some(word =>
        ONE_TIME.has(word),
      );
      return key && used && compared && isCode && !isAtomic(file, same)
        ? [
            {
              path: file.path,
              line: read.line,
              severity: 'medium',
              subject: `${scope}.${name}`.slice(0, 120),
              note: `\`${name}\` is read here, compared and deleted later: two requests at once can both use it`,
              related: [
                { path: file.path, line: used.line, note: 'deleted here' },
              ],
            },
          ]
        : [];
    });
}

function isAtomic(
  file: FileSyntax,
  same: (item: CallFact) => boolean,
): boolean {
  return file.calls.some(call => same(call) && ATOMIC.test(call.callee));
}

/** `if cache.delete(key):` goes on for one of two requests only. */
function decides(file: FileSyntax, call: CallFact): boolean {
  let child = file.nodeOf(call);
  for (const ancestor of child?.ancestors() ?? []) {
    const kind = ancestor.kind();
    if (kind === 'if_statement' || kind === 'elif_clause') {
      return ancestor.field('condition')?.id() === child?.id();
    }
    if (
      !/^(?:boolean_operator|not_operator|parenthesized_expression|binary_expression|unary_expression|comparison_operator|await|await_expression)$/.test(
        kind,
      )
    ) {
      return false;
    }
    child = ancestor;
  }
  return false;
}
