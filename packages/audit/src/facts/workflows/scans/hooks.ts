import { ExtractContext } from '../../../engine/types';
import {
  entryAt,
  itemsOf,
  scalarsOf,
  textAt,
  valueAt,
} from '../../yaml/access';
import { parseYaml } from '../../yaml/parseYaml';
import { YamlValue } from '../../yaml/schema';
import { ResolveContext, resolveScript } from '../resolveCommand';
import { scannerOf } from './commands';
import { ScanKind, SecurityScan } from './schema';

/** Hooks of pre-commit that scan, by their id. */
const HOOKS: Readonly<Record<string, { tool: string; kinds: ScanKind[] }>> = {
  bandit: { tool: 'bandit', kinds: ['static'] },
  semgrep: { tool: 'semgrep', kinds: ['static'] },
  'semgrep-ci': { tool: 'semgrep', kinds: ['static'] },
  gosec: { tool: 'gosec', kinds: ['static'] },
  'go-sec-mod': { tool: 'gosec', kinds: ['static'] },
  gitleaks: { tool: 'gitleaks', kinds: ['secrets'] },
  'gitleaks-docker': { tool: 'gitleaks', kinds: ['secrets'] },
  'gitleaks-system': { tool: 'gitleaks', kinds: ['secrets'] },
  'detect-secrets': { tool: 'detect-secrets', kinds: ['secrets'] },
  trufflehog: { tool: 'trufflehog', kinds: ['secrets'] },
  ggshield: { tool: 'ggshield', kinds: ['secrets'] },
  secretlint: { tool: 'secretlint', kinds: ['secrets'] },
  'pip-audit': { tool: 'pip-audit', kinds: ['dependencies'] },
  'python-safety-dependencies-check': {
    tool: 'safety',
    kinds: ['dependencies'],
  },
  'osv-scanner': { tool: 'osv-scanner', kinds: ['dependencies'] },
  checkov: { tool: 'checkov', kinds: ['infrastructure'] },
};

const SHELL = { errexit: true, pipefail: false };

/** Scanners that hooks run before a commit or push: pre-commit, husky, lefthook. */
export function hookScans(
  { tree }: ExtractContext,
  context: ResolveContext,
): SecurityScan[] {
  const found: SecurityScan[] = [];
  for (const { path } of tree.files) {
    if (/(?:^|\/)\.pre-commit-config\.ya?ml$/.test(path)) {
      found.push(...ofPreCommit(path, tree.read(path) ?? ''));
    } else if (
      /(?:^|\/)\.husky\/(?:pre-commit|pre-push|commit-msg)$/.test(path)
    ) {
      found.push(
        ...ofScript(tree.read(path) ?? '', { path, line: 1 }, context),
      );
    } else if (/(?:^|\/)\.?lefthook\.ya?ml$/.test(path)) {
      const [document] = parseYaml(tree.read(path) ?? '').documents;
      for (const { text, line } of runsOf(document, 0)) {
        found.push(...ofScript(text, { path, line }, context));
      }
    }
  }
  return found;
}

function ofPreCommit(path: string, text: string): SecurityScan[] {
  const [document] = parseYaml(text).documents;
  return itemsOf(valueAt(document, 'repos')).flatMap(repository =>
    itemsOf(valueAt(repository, 'hooks')).flatMap((hook): SecurityScan[] => {
      const id = textAt(hook, 'id') ?? '';
      const line = entryAt(hook, 'id')?.line ?? hook.line;
      const known = Object.hasOwn(HOOKS, id) ? HOOKS[id] : undefined;
      const args = scalarsOf(valueAt(hook, 'args')).map(item => item.text);
      const call = known
        ? {
            ...known,
            result: args.includes('--exit-zero')
              ? { fails: 'never' as const, why: '--exit-zero' }
              : { fails: 'on-finding' as const },
          }
        : scannerOf([
            ...(textAt(hook, 'entry') ?? '').split(/\s+/).filter(Boolean),
            ...args,
          ]);
      // Hooks for the hands of somebody only.
      const manual = scalarsOf(valueAt(hook, 'stages')).some(
        item => item.text === 'manual',
      );
      return call && !manual ? [hookScan(call, path, line)] : [];
    }),
  );
}

function hookScan(
  call: Pick<SecurityScan, 'tool' | 'kinds' | 'result'>,
  path: string,
  line: number,
): SecurityScan {
  return {
    ...call,
    source: 'hook',
    path,
    line,
    stepPath: path,
    stepLine: line,
    neutralisers: [],
  };
}

function ofScript(
  text: string,
  place: { path: string; line: number },
  context: ResolveContext,
): SecurityScan[] {
  return resolveScript(text, { ...place, cwd: '' }, SHELL, context).flatMap(
    command => {
      const call = scannerOf(command.words);
      return call
        ? [
            {
              ...hookScan(call, command.path, command.line),
              neutralisers: command.neutralisers.filter(
                ({ kind }) => kind !== 'no-errexit',
              ),
            },
          ]
        : [];
    },
  );
}

/** Values of `run` anywhere below. */
function runsOf(
  value: YamlValue | undefined,
  depth: number,
): { text: string; line: number }[] {
  if (value?.kind !== 'map' || depth > 6) {
    return [];
  }
  return [...value.entries.values()].flatMap(entry =>
    entry.key === 'run' && entry.value.kind === 'scalar'
      ? [{ text: entry.value.text, line: entry.value.contentLine }]
      : runsOf(entry.value, depth + 1),
  );
}
