import { folderOf } from './names';
import { DependencyFact, ManifestFact, RuntimeFact } from './schema';

/** Reads a `go.mod`; what is marked `// indirect` is no dependency of the module itself. */
export function parseGoMod(path: string, text: string): ManifestFact {
  const dependencies: DependencyFact[] = [];
  const runtimes: RuntimeFact[] = [];
  let name: string | undefined;
  let block = '';
  text.split('\n').forEach((raw, index) => {
    const [code, ...comment] = raw.split('//');
    const words = code.trim().split(/\s/).filter(Boolean);
    if (words.length === 0) {
      return;
    }
    if (words[0] === ')') {
      block = '';
      return;
    }
    if (words[1] === '(') {
      block = words[0];
      return;
    }
    const directive = block || words[0];
    const operands = block ? words : words.slice(1);
    if (directive === 'module') {
      name = unquote(operands[0] ?? '');
    } else if (directive === 'go' && operands[0]) {
      runtimes.push({ name: 'go', range: operands[0], line: index + 1 });
    } else if (
      directive === 'require' &&
      operands.length >= 2 &&
      !comment.join('//').trim().startsWith('indirect')
    ) {
      dependencies.push({
        name: unquote(operands[0]),
        range: operands[1],
        scope: 'production',
        exact: true,
        path,
        line: index + 1,
      });
    }
  });
  return {
    path,
    ecosystem: 'go',
    root: folderOf(path),
    ...(name ? { name } : {}),
    dependencies,
    scripts: [],
    ...(runtimes.length > 0 ? { runtimes } : {}),
    locks: [],
  };
}

function unquote(word: string): string {
  return word.startsWith('"') && word.endsWith('"') ? word.slice(1, -1) : word;
}
