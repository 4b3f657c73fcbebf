import { Language } from './schema';

const LANGUAGE_BY_EXTENSION: Record<string, Language> = {
  py: 'python',
  pyi: 'python',
  pyw: 'python',
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'tsx',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  go: 'go',
  java: 'java',
};

const LANGUAGE_BY_INTERPRETER: Record<string, Language> = {
  python: 'python',
  python2: 'python',
  python3: 'python',
  pypy3: 'python',
  uv: 'python',
  node: 'javascript',
  nodejs: 'javascript',
  'ts-node': 'typescript',
  tsx: 'typescript',
  bun: 'typescript',
  deno: 'typescript',
};

/** Lower case, without the dot; empty for names like `Makefile` and `.env`. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLocaleLowerCase('en-US');
}

/** Language by extension, and by the interpreter of the first line where there is no extension. */
export function languageOf(name: string, text: () => string | undefined) {
  const extension = extensionOf(name);
  if (extension) {
    return LANGUAGE_BY_EXTENSION[extension] ?? null;
  }
  const content = text();
  return content?.startsWith('#!') ? languageOfShebang(content) : null;
}

function languageOfShebang(content: string): Language | null {
  const end = content.indexOf('\n');
  const words = content
    .slice(2, end < 0 ? 200 : Math.min(end, 200))
    .trim()
    .split(' ')
    .map(word => word.slice(word.lastIndexOf('/') + 1));
  // `#!/usr/bin/env -S node --flag`: the interpreter is the first word that is neither env nor an option.
  const interpreter =
    words.find(word => word !== 'env' && word && !word.startsWith('-')) ?? '';
  const base = interpreter.startsWith('python3.') ? 'python3' : interpreter;
  return LANGUAGE_BY_INTERPRETER[base] ?? null;
}
