const GROUPS: readonly [string, RegExp][] = [
  ['version control', /^\/?(?:\*\*\/)?\.git(?:\*|\/.*)?$|^\.\*$|^\*\*\/\.\*$/],
  [
    'dependency folders',
    /node_modules|\.?venv|^\/?(?:\*\*\/)?(?:vendor|target|__pycache__|build|dist)\b/,
  ],
  [
    'environment files',
    /^\/?(?:\*\*\/)?(?:\*?\.env|\.env.*|\*\.env.*)$|^\.\*$|^\*\*\/\.\*$/,
  ],
  ['tests and documents', /test|spec|docs?\b|\.md$|README/i],
];

/** What an ignore file of Docker lets into the build; everything where there is none. */
export function whatGetsIn(text: string | undefined): string[] {
  const lines = (text ?? '')
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'));
  // `*` first, then exceptions: only what is named gets in.
  if (lines.some(line => /^\/?\*{1,2}(?:\/\*)?$/.test(line))) {
    return [];
  }
  const patterns = lines.filter(line => !line.startsWith('!'));
  return GROUPS.filter(
    ([, pattern]) => !patterns.some(line => pattern.test(line)),
  ).map(([name]) => name);
}
