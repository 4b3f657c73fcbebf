import { parse } from 'smol-toml';
import picomatch from 'picomatch';
import { defineExtractor } from '../../engine/defineExtractor';
import { ExtractContext } from '../../engine/types';
import { FileSyntax } from '../../syntax/schema';
import { inventory, partOf } from '../inventory/extract';
import { Inventory, InventoryFile, Language } from '../inventory/schema';
import { dependsOn, manifests } from '../manifests/extract';
import { isWithin, nameOf } from '../manifests/names';
import { Ecosystem, Manifests } from '../manifests/schema';
import { stringsOf, tableAt } from '../manifests/values';
import {
  TestFamily,
  TestFileFact,
  TestRunnerFact,
  Tests,
  UncollectedTestFact,
} from './schema';

/** Languages by the runners that they share. @public */
export const FAMILY: Record<Language, TestFamily> = {
  python: 'python',
  typescript: 'javascript',
  tsx: 'javascript',
  javascript: 'javascript',
  go: 'go',
  java: 'java',
};

interface Runner {
  name: string;
  family: TestFamily;
  ecosystem: Ecosystem;
  packages: string[];
}

/** Runners by the package that brings them. @public */
export const RUNNERS: readonly Runner[] = [
  {
    name: 'pytest',
    family: 'python',
    ecosystem: 'pypi',
    packages: [
      'pytest',
      'pytest-django',
      'pytest-asyncio',
      'pytest-cov',
      'pytest-xdist',
    ],
  },
  {
    name: 'nose2',
    family: 'python',
    ecosystem: 'pypi',
    packages: ['nose2', 'ward', 'behave', 'robotframework'],
  },
  {
    name: 'jest',
    family: 'javascript',
    ecosystem: 'npm',
    packages: ['jest', 'react-scripts', '@backstage/cli', '@nx/jest'],
  },
  {
    name: 'vitest',
    family: 'javascript',
    ecosystem: 'npm',
    packages: ['vitest', '@nx/vite'],
  },
  {
    name: 'mocha',
    family: 'javascript',
    ecosystem: 'npm',
    packages: ['mocha'],
  },
  {
    name: 'karma',
    family: 'javascript',
    ecosystem: 'npm',
    packages: ['karma', 'jasmine', 'jasmine-core', '@angular/build'],
  },
  {
    name: 'ava',
    family: 'javascript',
    ecosystem: 'npm',
    packages: ['ava', 'tap', 'tape', 'uvu', 'nodeunit', 'qunit', '@hapi/lab'],
  },
  {
    name: 'playwright',
    family: 'javascript',
    ecosystem: 'npm',
    packages: ['@playwright/test'],
  },
  {
    name: 'cypress',
    family: 'javascript',
    ecosystem: 'npm',
    packages: ['cypress'],
  },
  {
    name: 'junit',
    family: 'java',
    ecosystem: 'maven',
    packages: [
      'org.springframework.boot:spring-boot-starter-test',
      'org.junit.jupiter:*',
      'org.junit:*',
      'org.junit.vintage:*',
      'org.junit.platform:*',
      'junit:junit',
      'org.testng:testng',
      'io.quarkus:quarkus-junit5',
      'io.micronaut.test:*',
    ],
  },
];

/** Words in scripts that run the runner of the language itself. */
const BUILT_IN_RUNNERS = ['node --test', 'bun test', 'deno test', 'tsx --test'];

/**
 * A script that calls a runner from the folder of the workspace: `../../node_modules/.bin/vitest --run`. The package
 * stands in a manifest further up, which may be outside of this tree.
 */
const SCRIPT_RUNNER =
  /(?:^|&&|;)\s{0,4}(?:[A-Z_]\w{0,40}=\S{1,100} {1,3}){0,4}(?:(?:yarn|npx|pnpm|pnpm exec|bunx|run -T|yarn run -T|with-[\w-]{1,40}\.sh) ){0,2}(?:[\w./-]{0,200}node_modules\/\.bin\/)?(jest|vitest|mocha|ava|tap|jasmine|c8 mocha|nyc mocha|playwright test|cypress run)(?=$|[\s&;])/;

/**
 * The tests of the repository as their runners would collect them.
 *
 * @public
 */
export const tests = defineExtractor<Tests>({
  id: 'tests',
  extract: async context => {
    const files = await context.facts(inventory);
    const declared = await context.facts(manifests);
    const collected: TestFileFact[] = [];
    const uncollected: UncollectedTestFact[] = [];
    const pytest = pytestConfiguration(context, files);
    for (const file of files.files) {
      if (file.class !== 'test' || !file.language) {
        continue;
      }
      const family = FAMILY[file.language];
      const part = partOf(files.parts, file.path);
      const syntax = await context.syntax.file(file.path);
      const found = syntax ? findCases(syntax, family) : { cases: 0, line: 1 };
      const reason = whyNot(context, file, family, found.cases, pytest);
      if (reason === 'helper') {
        continue;
      }
      if (reason) {
        uncollected.push({ path: file.path, part, family, reason });
      } else {
        collected.push({
          path: file.path,
          family,
          part,
          cases: found.cases,
          line: found.line,
          endToEnd: syntax ? isEndToEnd(syntax) : false,
        });
      }
    }
    const attributed = attribute(collected, files);
    return {
      files: attributed,
      uncollected,
      runners: findRunners(files, declared, attributed),
    };
  },
});

function findCases(
  file: FileSyntax,
  family: TestFamily,
): { cases: number; line: number } {
  let lines: number[];
  if (family === 'javascript') {
    const names = ['it', 'test', 'specify', 'fit', 'xit', 'Deno.test'];
    lines = file.calls
      .filter(
        ({ callee, name, args }) =>
          args.length > 0 &&
          // `it.each(rows)` makes the function that is then called.
          !callee.endsWith('.each') &&
          (names.includes(callee) ||
            names.some(start => callee.startsWith(`${start}.`)) ||
            name === 'node:test' ||
            name === 'test'),
      )
      .map(({ line }) => line);
  } else if (family === 'java') {
    lines = file.functions
      .filter(({ decorators }) =>
        decorators.some(decorator =>
          ['Test', 'ParameterizedTest', 'RepeatedTest', 'Property'].includes(
            decorator.split('(')[0].split('.').pop() ?? '',
          ),
        ),
      )
      .map(({ line }) => line);
  } else if (family === 'go') {
    lines = file.functions
      .filter(({ name }) =>
        ['Test', 'Fuzz', 'Example', 'Benchmark'].some(start =>
          name.startsWith(start),
        ),
      )
      .map(({ line }) => line);
  } else {
    lines = file.functions
      .filter(({ name }) => name.startsWith('test'))
      .map(({ line }) => line);
  }
  return { cases: lines.length, line: lines.length ? Math.min(...lines) : 1 };
}

interface PytestConfiguration {
  root: string;
  testpaths: string[];
  pythonFiles: string[];
}

/** What a file of class test is, when it is no collected test: a helper, or tests that nobody runs. */
function whyNot(
  context: ExtractContext,
  file: InventoryFile,
  family: TestFamily,
  cases: number,
  pytest: readonly PytestConfiguration[],
): UncollectedTestFact['reason'] | 'helper' | undefined {
  const name = nameOf(file.path);
  const looksLikeTests = hasTestName(file.path, family);
  if (cases === 0) {
    return looksLikeTests && family === 'python' && file.lines > 0
      ? 'no test in it'
      : 'helper';
  }
  if (family === 'python') {
    const text = context.tree.read(file.path) ?? '';
    const unittest = text.includes('unittest') || text.includes('django.test');
    const configuration = pytest
      .filter(({ root }) => isWithin(file.path, root))
      .sort((a, b) => b.root.length - a.root.length)[0];
    const patterns = configuration?.pythonFiles.length
      ? configuration.pythonFiles
      : ['test_*.py', '*_test.py'];
    if (!matches(name, patterns) && !(unittest && name.startsWith('test'))) {
      return 'name is not collected';
    }
    if (
      configuration?.testpaths.length &&
      !configuration.testpaths.some(path =>
        isWithin(file.path, join(configuration.root, path)),
      )
    ) {
      return 'outside of testpaths';
    }
  } else if (!looksLikeTests && family === 'go') {
    return 'name is not collected';
  }
  return isPlaceholder(context.tree.read(file.path) ?? '', cases)
    ? 'placeholder'
    : undefined;
}

function hasTestName(path: string, family: TestFamily): boolean {
  const name = nameOf(path);
  switch (family) {
    case 'python':
      return (
        (name.startsWith('test') || name.endsWith('_test.py')) &&
        // `settings/test.py` is what tests run with.
        !/(?:^|\/)(?:settings|config)(?:\/|_)\w+\.py$/.test(path)
      );
    case 'javascript':
      return isScriptTestName(path);
    case 'go':
      return name.endsWith('_test.go');
    default:
      return true;
  }
}

const PLACEHOLDERS = [
  'assert True',
  'expect(true).toBe(true)',
  'expect(true).toBeTruthy()',
  'expect(1).toBe(1)',
  'expect(1 + 1)',
  'expect(1+1)',
  'assertTrue(True)',
  'assertTrue(true)',
  'assert 1 == 1',
];

function isPlaceholder(text: string, cases: number): boolean {
  return cases === 1 && PLACEHOLDERS.some(written => text.includes(written));
}

/** `a.test.ts`, `__tests__/a.ts`, and everything in the test folder of Mocha and its like. */
function isScriptTestName(path: string): boolean {
  const name = nameOf(path);
  return (
    ['.test.', '.spec.', '-test.', '-spec.', '_test.', '.cy.', '.e2e'].some(
      infix => name.includes(infix),
    ) ||
    path
      .split('/')
      .some(folder => ['__tests__', 'test', 'tests'].includes(folder))
  );
}

function matches(name: string, patterns: readonly string[]): boolean {
  return patterns
    .filter(pattern => pattern.split('*').length <= 4 && pattern.length < 100)
    .some(pattern => picomatch.isMatch(name, pattern));
}

function join(root: string, path: string): string {
  const clean = path.startsWith('./') ? path.slice(2) : path;
  const end = clean.endsWith('/') ? clean.slice(0, -1) : clean;
  return [root, end === '.' ? '' : end].filter(Boolean).join('/');
}

function pytestConfiguration(
  context: ExtractContext,
  { files }: Inventory,
): PytestConfiguration[] {
  const result: PytestConfiguration[] = [];
  for (const { path } of files) {
    const name = nameOf(path);
    const root = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
    const text = [
      'pyproject.toml',
      'pytest.ini',
      'setup.cfg',
      'tox.ini',
    ].includes(name)
      ? context.tree.read(path) ?? ''
      : '';
    if (name === 'pyproject.toml') {
      try {
        const options = tableAt(parse(text), 'tool', 'pytest', 'ini_options');
        if (Object.keys(options).length > 0) {
          result.push({
            root,
            testpaths: words(options.testpaths),
            pythonFiles: words(options.python_files),
          });
        }
      } catch {
        // The extractor of manifests says that it cannot be parsed.
      }
    } else if (text) {
      const section = name === 'setup.cfg' ? '[tool:pytest]' : '[pytest]';
      const options = iniSection(text, section);
      if (options) {
        result.push({
          root,
          testpaths: words(options.get('testpaths')),
          pythonFiles: words(options.get('python_files')),
        });
      }
    }
  }
  return result;
}

function words(value: unknown): string[] {
  return typeof value === 'string'
    ? value.split(/\s/).filter(Boolean)
    : stringsOf(value);
}

function iniSection(
  text: string,
  section: string,
): Map<string, string> | undefined {
  let inside = false;
  let key = '';
  let result: Map<string, string> | undefined;
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line.startsWith('[')) {
      inside = line === section;
      result ??= inside ? new Map() : undefined;
    } else if (inside && line && !line.startsWith('#')) {
      const equals = line.indexOf('=');
      if (equals > 0 && raw[0]?.trim()) {
        key = line.slice(0, equals).trim();
        result?.set(key, line.slice(equals + 1).trim());
      } else {
        result?.set(key, `${result.get(key) ?? ''} ${line}`);
      }
    }
  }
  return result;
}

function isEndToEnd(file: FileSyntax): boolean {
  return (
    nameOf(file.path).includes('.cy.') ||
    file.imports.some(({ module }) =>
      [
        '@playwright/test',
        'playwright',
        'cypress',
        'puppeteer',
        'selenium',
        'selenium-webdriver',
        'webdriverio',
        '@wdio/globals',
        'testcafe',
        'nightwatch',
        'protractor',
        'detox',
        'splinter',
      ].some(name => module === name || module.startsWith(`${name}.`)),
    )
  );
}

/** Tests beside several parts belong to the only one of their language that has none of its own. */
function attribute(
  files: readonly TestFileFact[],
  { files: all, parts }: Inventory,
): TestFileFact[] {
  const code = (root: string, family: TestFamily) =>
    all.some(
      file =>
        file.class === 'source' &&
        file.language !== null &&
        FAMILY[file.language] === family &&
        partOf(parts, file.path) === root,
    );
  return files.map(file => {
    if (code(file.part, file.family)) {
      return file;
    }
    const candidates = parts
      .map(({ root }) => root)
      .filter(
        root =>
          code(root, file.family) &&
          !files.some(
            other => other.family === file.family && other.part === root,
          ),
      );
    return candidates.length === 1 ? { ...file, part: candidates[0] } : file;
  });
}

function findRunners(
  { parts }: Inventory,
  declared: Manifests,
  files: readonly TestFileFact[],
): TestRunnerFact[] {
  const result: TestRunnerFact[] = [];
  for (const { root, languages } of parts) {
    const families = new Set([
      ...languages.map(language => FAMILY[language]),
      ...files.filter(({ part }) => part === root).map(({ family }) => family),
    ]);
    for (const { name, family, ecosystem, packages } of RUNNERS) {
      const [dependency] = families.has(family)
        ? dependsOn(declared, ecosystem, packages, { root })
        : [];
      if (dependency) {
        result.push({
          name,
          family,
          part: root,
          path: dependency.path,
          line: dependency.line,
        });
      }
    }
    if (families.has('go')) {
      result.push({ name: 'go test', family: 'go', part: root });
    }
    for (const manifest of declared.manifests) {
      const script =
        manifest.ecosystem === 'npm' && isWithin(root, manifest.root)
          ? manifest.scripts.find(({ command }) =>
              BUILT_IN_RUNNERS.some(start => command.includes(start)),
            )
          : undefined;
      const called =
        manifest.ecosystem === 'npm' && manifest.root === root
          ? manifest.scripts.flatMap(item => {
              const name = SCRIPT_RUNNER.exec(item.command)?.[1];
              return name ? [{ name: name.split(' ').at(-1)!, item }] : [];
            })[0]
          : undefined;
      if (
        called &&
        families.has('javascript') &&
        !result.some(
          ({ part, family }) => part === root && family === 'javascript',
        )
      ) {
        result.push({
          name: called.name,
          family: 'javascript',
          part: root,
          path: manifest.path,
          line: called.item.line,
        });
      }
      if (script && families.has('javascript')) {
        result.push({
          name: 'node --test',
          family: 'javascript',
          part: root,
          path: manifest.path,
          line: script.line,
        });
      }
    }
    // The standard library's own runner needs no package.
    if (
      families.has('python') &&
      files.some(({ part, family }) => part === root && family === 'python') &&
      !result.some(({ part, family }) => part === root && family === 'python')
    ) {
      result.push({ name: 'unittest', family: 'python', part: root });
    }
  }
  return result;
}
