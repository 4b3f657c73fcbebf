import ignore from 'ignore';
import { isCheapPattern } from '../../../tree/cheapPatterns';

/** Sentences that generators leave behind and nobody replaced. */
const TEMPLATE_TEXTS = [
  'this is a [next.js]',
  'this template provides a minimal setup',
  'getting started with create react app',
  "to make it easy for you to get started with gitlab, here's a list",
  'todo: give a short introduction',
  'a [nest](https://github.com/nestjs/nest) framework typescript starter',
  'this project was generated with [angular cli]',
  'use this section to tell people about which versions',
];

const COMMANDS = [
  'npm ',
  'yarn',
  'pnpm ',
  'bun ',
  'make',
  'just ',
  'task ',
  'docker ',
  'docker-compose',
  'podman ',
  'python',
  'pip ',
  'uv ',
  'poetry ',
  'tox',
  'nox',
  'pytest',
  'go ',
  'mvn',
  './mvnw',
  './gradlew',
  'gradle ',
  'cargo ',
  'bundle ',
  'rails ',
  'rake ',
  'dotnet ',
  'composer ',
  'helm ',
  'kubectl ',
  'terraform ',
  'skaffold ',
  'tilt ',
  './',
  '$ ',
];

const WORDS: Record<'build' | 'test', string[]> = {
  build: [
    'run',
    'start',
    'install',
    'build',
    'develop',
    'getting started',
    'quick start',
    'quickstart',
    'usage',
    'set up',
    'setup',
    'local',
  ],
  test: ['test', 'check', 'ci', 'develop', 'contribut'],
};

/** Characters from which on a paragraph says something. */
const MIN_PARAGRAPH = 40;

/**
 * What a README does not say; empty when it says everything.
 *
 * @param text - of the README
 * @param guide - text of a guide for contributors, which may say how to build and test
 */
export function gapsOfReadme(text: string, guide = ''): string[] {
  const lower = text.toLocaleLowerCase('en-US');
  if (TEMPLATE_TEXTS.some(sentence => lower.includes(sentence))) {
    return ['it still is the text of a template'];
  }
  const lines = text.split('\n');
  const gaps: string[] = [];
  if (!hasPurpose(lines)) {
    gaps.push('no sentence says what it is for');
  }
  const all = [...lines, ...guide.split('\n')];
  const commands = commandLines(all);
  const headings = headingsWithContent(all);
  const says = (kind: 'build' | 'test') =>
    headings.some(heading =>
      WORDS[kind].some(word => heading.includes(word)),
    ) ||
    commands.some(command =>
      kind === 'test'
        ? ['test', 'check', 'verify', 'tox', 'nox'].some(word =>
            command.includes(word),
          )
        : !command.includes('test'),
    );
  if (!says('build')) {
    gaps.push('nothing says how to build or run it');
  }
  if (!says('test')) {
    gaps.push('nothing says how to test it');
  }
  return gaps;
}

function hasPurpose(lines: readonly string[]): boolean {
  let inCode = false;
  let paragraph = '';
  for (const raw of [...lines, '']) {
    const line = raw.trim();
    if (line.startsWith('```') || line.startsWith('~~~')) {
      inCode = !inCode;
    }
    const isText =
      !inCode &&
      line !== '' &&
      !['#', '```', '~~~', '![', '[![', '<', '|', '---', '===', '>'].some(
        start => line.startsWith(start),
      );
    if (isText) {
      paragraph += ` ${line}`;
    } else {
      paragraph = '';
    }
    if (paragraph.length >= MIN_PARAGRAPH) {
      return true;
    }
  }
  return false;
}

function commandLines(lines: readonly string[]): string[] {
  const result: string[] = [];
  let inCode = false;
  for (const raw of lines) {
    const line = raw.trim().toLocaleLowerCase('en-US');
    if (line.startsWith('```') || line.startsWith('~~~')) {
      inCode = !inCode;
    } else if (
      (inCode || raw.startsWith('    ')) &&
      COMMANDS.some(start => line.startsWith(start))
    ) {
      result.push(line);
    } else {
      // Commands in the text: `make test`.
      const pieces = line.split('`');
      for (let index = 1; index < pieces.length; index += 2) {
        if (COMMANDS.some(start => `${pieces[index]} `.startsWith(start))) {
          result.push(pieces[index]);
        }
      }
    }
  }
  return result;
}

/** Headings that are followed by something else than another heading, lower case. */
function headingsWithContent(lines: readonly string[]): string[] {
  const result: string[] = [];
  let heading: string | undefined;
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim();
    const isUnderlined = isRule((lines[index + 1] ?? '').trim()) && line !== '';
    if ((line.startsWith('#') || isUnderlined) && !isRule(line)) {
      heading = line.split('#').join('').trim().toLocaleLowerCase('en-US');
    } else if (
      line &&
      !isRule(line) &&
      heading !== undefined &&
      !isTodo(line)
    ) {
      result.push(heading);
      heading = undefined;
    }
  }
  return result;
}

/** The line under a heading of reStructuredText and the older Markdown. */
function isRule(line: string): boolean {
  return (
    line.length > 2 &&
    '=-~^*+'.includes(line[0]) &&
    line.split(line[0]).every(rest => rest === '')
  );
}

function isTodo(line: string): boolean {
  const lower = line.toLocaleLowerCase('en-US');
  return lower.startsWith('todo') || lower === 'tbd' || lower === '...';
}

/** Whether a security policy says whom to tell. */
export function namesContact(text: string): boolean {
  const lower = text.toLocaleLowerCase('en-US');
  if (TEMPLATE_TEXTS.some(sentence => lower.includes(sentence))) {
    return false;
  }
  return (
    lower
      .split(/\s/)
      .some(
        word =>
          (word.includes('@') && word.includes('.') && word.length > 5) ||
          word.includes('https://') ||
          (word.startsWith('#') && word.length > 2 && word[1] !== '#'),
      ) ||
    lower.includes('security advisor') ||
    lower.includes('private vulnerability reporting')
  );
}

/** Each of them may be tried on each file. */
const MAX_OWNERSHIP_RULES = 5_000;

interface OwnershipRule {
  matches(path: string): boolean;
  owned: boolean;
}

/** Reads the rules of a CODEOWNERS file; the last one that matches decides. */
export function readCodeowners(text: string): (path: string) => boolean {
  const rules: OwnershipRule[] = [];
  // Owners of a section of GitLab count for its rules without own ones.
  let inherited = 0;
  for (const raw of text.split('\n')) {
    const line = raw.split(' #', 1)[0].trim();
    if (rules.length >= MAX_OWNERSHIP_RULES) {
      break;
    }
    if (!line || line.startsWith('#')) {
      continue;
    }
    const words = line.split(/\s/).filter(Boolean);
    if (line.startsWith('[') || line.startsWith('^[')) {
      inherited = words.filter(isOwner).length;
      continue;
    }
    const [pattern, ...owners] = words;
    if (!isCheapPattern(pattern) || pattern.startsWith('!')) {
      continue;
    }
    const matcher = ignore().add(pattern);
    rules.push({
      matches: path => matcher.ignores(path),
      owned:
        owners.filter(isOwner).length > 0 ||
        (owners.length === 0 && inherited > 0),
    });
  }
  return path => rules.findLast(rule => rule.matches(path))?.owned ?? false;
}

function isOwner(word: string): boolean {
  return word.includes('@') && word.length > 1;
}
