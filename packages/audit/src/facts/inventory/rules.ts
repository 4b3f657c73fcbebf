import { isRealManifest } from './manifestNames';
import { FileClass, Language } from './schema';

/** What the rules know of a file. Everything is relative to the root of the tree, in lower case where it is compared. */
export interface Subject {
  path: string;
  /** File name as written. */
  name: string;
  lowerName: string;
  /** Without the dot, lower case. */
  extension: string;
  language: Language | null;
  /** Folders from the root, lower case. */
  folders: string[];
  /** Whether the file lies directly in a folder with a manifest. */
  besideManifest: boolean;
  /** Whether a folder above the given one, in the same part, is one for production code. */
  belowSource(position: number): boolean;
  /** First characters; read on demand. */
  text(): string | undefined;
  size: number;
}

/** The first rule that gives a reason decides. */
export interface Rule {
  class: FileClass;
  /** The reason, or `undefined` when the rule does not apply. */
  because(subject: Subject): string | undefined;
}

interface FolderOptions {
  /** Only where no folder above is one that holds production code (`src/tools` is code, `tools` is not). */
  outsideSource?: boolean;
  /** Only for these. */
  onlyIf?: (subject: Subject) => boolean;
}

/** First parts of Java package names, in which `com.example.test` is an ordinary package. */
const PACKAGE_ROOTS = new Set([
  'com',
  'org',
  'io',
  'net',
  'de',
  'fr',
  'uk',
  'eu',
]);

const JVM_LANGUAGE_FOLDERS = new Set([
  'java',
  'kotlin',
  'scala',
  'groovy',
  'resources',
]);

/**
 * Folders whose names say something: those of the package path of a JVM source root do not.
 * `src/main/java/com/example/test/A.java` → `src/main/java`.
 */
function tellingFolders(folders: string[]): string[] {
  const source = folders.findIndex(
    (folder, index) =>
      folder === 'src' && JVM_LANGUAGE_FOLDERS.has(folders[index + 2] ?? ''),
  );
  if (source >= 0) {
    return folders.slice(0, source + 3);
  }
  const packageRoot = folders.findIndex(
    (folder, index) =>
      PACKAGE_ROOTS.has(folder) && folders[index + 1] === 'example',
  );
  return packageRoot >= 0 ? folders.slice(0, packageRoot) : folders;
}

function inFolder(
  fileClass: FileClass,
  names: string,
  options: FolderOptions = {},
): Rule {
  const wanted = new Set(names.split(' '));
  return {
    class: fileClass,
    because: subject => {
      if (options.onlyIf && !options.onlyIf(subject)) {
        return undefined;
      }
      const folders = tellingFolders(subject.folders);
      const index = folders.findIndex(
        (folder, position) =>
          wanted.has(folder) &&
          !(options.outsideSource && subject.belowSource(position)),
      );
      return index < 0 ? undefined : `folder ${folders[index]}`;
    },
  };
}

/** A sequence of folders, `alembic/versions`. */
function inFolders(fileClass: FileClass, ...sequences: string[]): Rule {
  return {
    class: fileClass,
    because: ({ folders }) => {
      const path = `/${folders.join('/')}/`;
      const found = sequences.find(sequence => path.includes(`/${sequence}/`));
      return found && `folder ${found}`;
    },
  };
}

/** Exact names, lower case. */
function named(fileClass: FileClass, names: string, because: string): Rule {
  const wanted = new Set(names.split(' '));
  return {
    class: fileClass,
    because: ({ lowerName }) => (wanted.has(lowerName) ? because : undefined),
  };
}

interface NamePattern {
  prefix?: string;
  suffix?: string;
  /** Case of the name matters (`OrderTest.java`). */
  exactCase?: boolean;
}

function like(fileClass: FileClass, ...patterns: NamePattern[]): Rule {
  return {
    class: fileClass,
    because: ({ name, lowerName }) => {
      const found = patterns.find(({ prefix = '', suffix = '', exactCase }) => {
        const compared = exactCase ? name : lowerName;
        return (
          compared.length > prefix.length + suffix.length &&
          compared.startsWith(prefix) &&
          compared.endsWith(suffix)
        );
      });
      return found && `name ${found.prefix ?? ''}*${found.suffix ?? ''}`;
    },
  };
}

function withExtension(
  fileClass: FileClass,
  extensions: string,
  onlyIf: (subject: Subject) => boolean = () => true,
): Rule {
  const wanted = new Set(extensions.split(' '));
  return {
    class: fileClass,
    because: subject =>
      wanted.has(subject.extension) && onlyIf(subject)
        ? `extension .${subject.extension}`
        : undefined,
  };
}

/** `.test.ts`, `.test.tsx` …: an infix before each extension of JavaScript and TypeScript. */
function scriptSuffixes(...infixes: string[]): NamePattern[] {
  const extensions = [
    'ts',
    'tsx',
    'js',
    'jsx',
    'mts',
    'cts',
    'mjs',
    'cjs',
    'vue',
    'svelte',
  ];
  return infixes.flatMap(infix =>
    extensions.map(extension => ({ suffix: `${infix}.${extension}` })),
  );
}

const JVM_EXTENSIONS = ['java', 'kt', 'groovy', 'scala'];

/** Extensions of code, whether or not it can be parsed. */
const CODE_EXTENSIONS =
  'py pyi pyw ts mts cts tsx js mjs cjs jsx go java kt kts scala groovy rb rs php cs fs vb c h cc cpp hpp m swift dart ' +
  'ex exs erl clj lua pl r jl vue svelte astro sh bash zsh fish ps1 psm1 bat cmd sql graphql gql proto thrift prisma ' +
  'html htm jinja j2 jinja2 ejs hbs pug mustache erb jsp cshtml twig tmpl gohtml';
const CODE = new Set(CODE_EXTENSIONS.split(' '));

function isCode(subject: Subject): boolean {
  return CODE.has(subject.extension) || subject.language !== null;
}

const TOOLS_WITH_CONFIG_MODULE = new Set(
  (
    'astro babel capacitor commitlint craco cypress cz docusaurus drizzle esbuild eslint graphql gulp jest karma ' +
    'knip lint-staged lintstagedrc metro next nuxt nyc openapi-ts playwright plopfile postcss prettier quasar react-router ' +
    'release remix rollup rspack semantic-release snowpack stencil stylelint svelte svgo tailwind tsdown tsup turbo ' +
    'unocss vite vitest vue webpack wdio codegen orval syncpack vitest.workspace'
  ).split(' '),
);

/** `vite.config.ts`, `webpack.config.prod.js`; any `*.config.js` beside a manifest. Elsewhere it is the product's own. */
const toolConfiguration: Rule = {
  class: 'config',
  because: ({ lowerName, language, besideManifest, folders }) => {
    if (
      language !== 'javascript' &&
      language !== 'typescript' &&
      language !== 'tsx'
    ) {
      return undefined;
    }
    const [tool, rest] = splitOnce(lowerName, '.config.');
    if (rest === undefined) {
      return undefined;
    }
    return TOOLS_WITH_CONFIG_MODULE.has(tool) ||
      // `sentry.server.config.ts` sets up the running product.
      (besideManifest &&
        !folders.includes('src') &&
        !tool.startsWith('sentry.'))
      ? `configuration of ${tool}`
      : undefined;
  },
};

function splitOnce(text: string, by: string): [string, string | undefined] {
  const at = text.indexOf(by);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** Bytes a line from which on a text was written by a machine. */
const MACHINE_LINE_BYTES = 500;
const MACHINE_FILE_BYTES = 2_000;

const minified: Rule = {
  class: 'generated',
  because: ({ extension, size, text }) => {
    if (
      size < MACHINE_FILE_BYTES ||
      !['js', 'mjs', 'cjs', 'css'].includes(extension)
    ) {
      return undefined;
    }
    const content = text() ?? '';
    let lines = 1;
    for (
      let at = content.indexOf('\n');
      at >= 0;
      at = content.indexOf('\n', at + 1)
    ) {
      lines++;
    }
    return content.length / lines > MACHINE_LINE_BYTES ? 'minified' : undefined;
  },
};

/** Folders into which bundlers write. */
const BUNDLE_FOLDERS = new Set(
  'chunks chunk assets bundles immutable _app _next js'.split(' '),
);
const HASHED_NAME = /[.-]([A-Za-z0-9_]{8,20}|[\w-]{8})\.(?:js|mjs|css)$/;
/** Letters with digits, with signs between them, or in capitals in the middle of a word. */
const HASH =
  /^(?=.*[A-Za-z])(?:.*\d|(?=.*[A-Z])(?=.*[a-z]).*(?:[_-]|[A-Z]{2}))/;

/** `chunks/Calendar-Bcl0IvO9.js`: bundlers put a hash of the content into the name; people do not. */
const hashedName: Rule = {
  class: 'generated',
  because: ({ name, folders }) => {
    const hash = HASHED_NAME.exec(name)?.[1];
    return hash !== undefined &&
      HASH.test(hash) &&
      folders.some(folder => BUNDLE_FOLDERS.has(folder))
      ? 'hash in the name'
      : undefined;
  },
};

/** What the TypeScript compiler writes first and last. */
const COMPILED_START =
  /^"use strict";\s{1,4}(?:Object\.defineProperty\(exports, "__esModule"|var __\w{1,30} = \(this && this\.__)/;
const SOURCE_MAP = '//# sourceMappingURL=';

/** JavaScript that a compiler wrote next to its sources: each of its findings would be there twice. */
const compiled: Rule = {
  class: 'generated',
  because: ({ extension, text }) => {
    if (!['js', 'mjs', 'cjs'].includes(extension)) {
      return undefined;
    }
    const content = text() ?? '';
    return COMPILED_START.test(content) ||
      content.slice(-300).includes(SOURCE_MAP)
      ? 'compiled'
      : undefined;
  },
};

/** Folders from which a server hands files to browsers as they are. */
const SERVED_FOLDERS = new Set('static staticfiles assets wwwroot'.split(' '));
const COPIES =
  'vendor vendors vendored lib libs bower bower_components third_party thirdparty 3rdparty plugins external extern';
const COPY_FOLDERS = new Set(COPIES.split(' '));

/** `static/libs/jquery/jquery-ui.js`: what the browser gets from others lies below what is served. */
const servedCopy: Rule = {
  class: 'vendored',
  because: ({ extension, folders }) => {
    if (!['js', 'mjs', 'cjs', 'css', 'scss', 'less'].includes(extension)) {
      return undefined;
    }
    const served = folders.findIndex(folder => SERVED_FOLDERS.has(folder));
    // `src/assets/lib` of a frontend is its own.
    const copies =
      served < 0 || folders.slice(0, served).includes('src')
        ? undefined
        : folders.slice(served + 1).find(folder => COPY_FOLDERS.has(folder));
    return copies && `folder ${copies} of what is served`;
  },
};

/** `jquery-ui-1.13.1.js`, `jquery.hotkeys.js`: libraries keep their name and release, own code has no release in it. */
const LIBRARY_NAME =
  /^(?:jquery(?:[.-][\w.-]+)?|[a-z][\w.-]*?[-_.]v?\d+\.\d+(?:\.\d+)?(?:[.-][a-z]+)*|(?:bootstrap|popper|underscore|backbone|handlebars|select2|raphael|highcharts|modernizr|knockout|html5shiv|scriptaculous|codemirror)(?:\.(?:bundle|slim|core|full))?)\.(?:js|css)$/;

const libraryCopy: Rule = {
  class: 'vendored',
  because: ({ lowerName, extension, folders }) =>
    (extension === 'js' || extension === 'css') &&
    !folders.includes('src') &&
    LIBRARY_NAME.test(lowerName)
      ? 'name of a library'
      : undefined,
};

/** `settings/test.py`, `settings_test.py`: what an application is told while its tests run. */
const testSettings: Rule = {
  class: 'test',
  because: ({ lowerName, folders }) => {
    const inSettings = /^(?:settings|config|conf)$/.test(
      folders[folders.length - 1] ?? '',
    );
    return (inSettings &&
      /^(?:tests?|testing|pytest|ci|unittest)\.py$/.test(lowerName)) ||
      /^(?:settings|config)[_-](?:tests?|testing|ci)\.py$/.test(lowerName)
      ? 'settings of tests'
      : undefined;
  },
};

/** Words of which a script of tests, as opposed to one about tests, holds at least one. */
const TEST_WORDS = [
  'QUnit',
  'describe(',
  'node:test',
  "require('assert",
  'require("assert',
  "from 'tape'",
  "require('tape')",
];

/** `test-dbus.js`, as projects without a test framework's conventions name them. */
const testScript: Rule = {
  class: 'test',
  because: ({ lowerName, extension, text }) =>
    lowerName.startsWith('test-') &&
    ['js', 'mjs', 'cjs', 'ts'].includes(extension) &&
    TEST_WORDS.some(word => text()?.includes(word))
      ? 'name test-*'
      : undefined,
};

/**
 * Every rule before the headers of generators, in order of precedence: who wrote a file comes before what it is for,
 * and what it is for before its format.
 */
export const PROVENANCE_RULES: readonly Rule[] = [
  inFolder(
    'vendored',
    'vendor vendored _vendor third_party third-party thirdparty 3rdparty node_modules bower_components site-packages godeps',
    // `app/vendor` of a shop is the shop's vendors; copies lie at the top or hold whole modules.
    { outsideSource: true },
  ),
  inFolder('vendored', 'node_modules site-packages bower_components _vendor'),
  servedCopy,
  inFolders('vendored', '.yarn/releases', '.yarn/plugins', '.mvn/wrapper'),
  named('vendored', 'gradlew gradlew.bat mvnw mvnw.cmd', 'wrapper script'),
  named(
    'generated',
    'package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb uv.lock poetry.lock pdm.lock ' +
      'pipfile.lock pylock.toml go.sum go.work.sum cargo.lock gemfile.lock composer.lock gradle.lockfile ' +
      'packages.lock.json deno.lock flake.lock mix.lock pubspec.lock .terraform.lock.hcl conda-lock.yml pixi.lock',
    'lock file',
  ),
  like(
    'generated',
    { suffix: '.min.js' },
    { suffix: '.min.css' },
    { suffix: '.min.mjs' },
    { suffix: '.bundle.js' },
    { suffix: '.map' },
    { suffix: '.pb.go' },
    { suffix: '.pb.gw.go' },
    { suffix: '_pb2.py' },
    { suffix: '_pb2.pyi' },
    { suffix: '_pb2_grpc.py' },
    { suffix: '_pb.js' },
    { suffix: '_pb.ts' },
    { suffix: '_pb.d.ts' },
    { suffix: '.gen.go' },
    { suffix: '_gen.go' },
    { prefix: 'zz_generated.' },
    { suffix: '_string.go', prefix: 'zz_' },
    { suffix: '.snap' },
    ...scriptSuffixes('.generated', '.gen'),
  ),
  libraryCopy,
  inFolder('generated', 'generated __generated__ dist'),
  inFolders(
    'generated',
    'target/classes',
    'target/generated-sources',
    'public/bundles',
    'public/build',
    'static/bundles',
  ),
  hashedName,
];

/** Rules by what a file is for and by its format. */
export const PURPOSE_RULES: readonly Rule[] = [
  inFolder(
    'fixture',
    'fixtures __fixtures__ fixture testdata test-data test_data __mocks__ __snapshots__ mockdata cassettes testfixtures',
  ),
  inFolders('fixture', 'src/test/resources', 'spec/factories'),
  inFolder('fixture', 'mocks mock', { onlyIf: isCode }),
  inFolder('fixture', 'mock-resource mock-resources mock-data mock-static'),
  like(
    'fixture',
    ...scriptSuffixes('.mock', '.mocks', '.fixture', '.fixtures'),
  ),
  inFolder(
    'test',
    'tests __tests__ test e2e e2e-tests e2e_tests cypress playwright unit-tests unit_tests unittests integration-tests ' +
      'integration_tests integrationtest integrationtests functional-tests functional_tests acceptance-tests ' +
      'acceptance_tests testutil testutils test-utils test_utils test-helpers test_helpers androidtest androidtests ' +
      'load-tests load_tests loadtest loadtests performance-tests smoke-tests smoke_tests',
  ),
  // Also the name of folders with API descriptions and written specifications.
  inFolder('test', 'spec specs benches features', {
    onlyIf: ({ extension, folders }) =>
      folders.includes('features')
        ? extension === 'feature'
        : ['rb', 'js', 'ts', 'jsx', 'tsx', 'coffee', 'rs'].includes(extension),
  }),
  named(
    'test',
    'conftest.py setuptests.ts setuptests.js setuptests.tsx jest.setup.js jest.setup.ts vitest.setup.ts vitest.setup.js ' +
      'spec_helper.rb rails_helper.rb test_helper.rb tests.py test.js test.mjs test.cjs test.ts tests.js tests.ts',
    'set-up of tests',
  ),
  testSettings,
  withExtension('test', 'feature'),
  like(
    'test',
    { prefix: 'test_', suffix: '.py' },
    { suffix: '_test.py' },
    { suffix: '_test.go' },
    { suffix: '_test.rb' },
    { suffix: '_spec.rb' },
    { suffix: '_test.exs' },
    ...scriptSuffixes(
      '.test',
      '.spec',
      '-test',
      '-spec',
      '_test',
      '.cy',
      '.e2e',
    ),
    ...JVM_EXTENSIONS.flatMap(extension => [
      { suffix: `Test.${extension}`, exactCase: true },
      { suffix: `Tests.${extension}`, exactCase: true },
      { suffix: `TestCase.${extension}`, exactCase: true },
      { suffix: `IT.${extension}`, exactCase: true },
      { suffix: `Spec.${extension}`, exactCase: true },
    ]),
  ),
  testScript,
  inFolder('story', '.storybook stories __stories__', {
    onlyIf: ({ folders, extension }) =>
      folders.includes('.storybook') ||
      ['tsx', 'jsx', 'ts', 'js', 'mdx', 'vue', 'svelte'].includes(extension),
  }),
  like('story', ...scriptSuffixes('.stories', '.story'), {
    suffix: '.stories.mdx',
  }),
  inFolder(
    'example',
    'example examples sample samples snippets cookbook tutorial tutorials playground playgrounds',
    { outsideSource: true },
  ),
  inFolder('migration', 'migrations', { onlyIf: isCode }),
  inFolders(
    'migration',
    'alembic/versions',
    'db/migrate',
    'db/migration',
    'db/changelog',
    'liquibase',
    'flyway',
  ),
  inFolder('docs', 'docs doc documentation wiki adr adrs', {
    outsideSource: true,
  }),
  inFolder('docs', 'docs doc documentation', {
    onlyIf: subject => !isCode(subject),
  }),
  named(
    'config',
    'requirements.txt constraints.txt cmakelists.txt robots.txt requirements.in',
    'configuration file',
  ),
  like('config', { prefix: 'requirements', suffix: '.txt' }),
  inFolder('config', 'requirements', {
    onlyIf: ({ extension }) => extension === 'txt' || extension === 'in',
  }),
  withExtension('docs', 'md mdx markdown rst adoc asciidoc txt org', subject =>
    // Pages of a site are its content, and code with it.
    subject.extension === 'mdx' ? !subject.folders.includes('src') : true,
  ),
  named(
    'docs',
    'readme license licence copying notice changelog authors contributors security contributing code_of_conduct maintainers',
    'document',
  ),
  inFolder('script', 'scripts', {
    // A browser's and a product's own modules may be called scripts as well.
    outsideSource: true,
  }),
  inFolder('script', 'scripts', {
    onlyIf: ({ language, extension }) =>
      language === 'python' || ['sh', 'bash', 'rb', 'ps1'].includes(extension),
  }),
  inFolder(
    'script',
    'tools tooling hack devtools dev .github .circleci .gitlab .buildkite .husky .githooks .devcontainer ci benchmarks ' +
      'benchmark bench',
    { outsideSource: true, onlyIf: isCode },
  ),
  toolConfiguration,
  {
    class: 'script',
    because: ({ folders, lowerName }) =>
      folders.length === 0 &&
      /^(?:publish|release|bump|bump-?version|changelog|prepublish|postinstall)\.(?:[cm]?[jt]s|sh)$/.test(
        lowerName,
      )
        ? 'what maintainers run to release'
        : undefined,
  },
  named(
    'config',
    'noxfile.py gulpfile.js gulpfile.ts gruntfile.js gulpfile.mjs dangerfile.ts ' +
      'dangerfile.js .eslintrc.js .eslintrc.cjs .prettierrc.js .prettierrc.cjs .babelrc.js .lintstagedrc.js ' +
      '.pnpmfile.cjs .yarnrc.js karma.conf.js protractor.conf.js gunicorn.conf.py gunicorn_conf.py next-env.d.ts ' +
      'vite-env.d.ts react-app-env.d.ts build.gradle.kts settings.gradle.kts build.gradle settings.gradle ' +
      'sonar-project.properties',
    'configuration file',
  ),
  {
    class: 'config',
    because: ({ name, text }) =>
      name === 'setup.py' && isRealManifest(name, text() ?? '')
        ? 'manifest'
        : undefined,
  },
  {
    // Elsewhere `tasks.py` holds a product's background tasks.
    class: 'config',
    because: ({ lowerName, besideManifest, folders }) =>
      ['tasks.py', 'fabfile.py', 'dodo.py'].includes(lowerName) &&
      besideManifest &&
      !folders.includes('src')
        ? 'file of a task runner'
        : undefined,
  },
  withExtension('source', CODE_EXTENSIONS),
  withExtension(
    'config',
    'json jsonc json5 yaml yml toml ini cfg conf config env properties xml xsd plist hcl tf tfvars lock mod sum gradle ' +
      'editorconfig service timer socket nix cmake mk rego cue jsonnet libsonnet tpl csproj sln cron',
  ),
  {
    class: 'config',
    because: ({ lowerName }) =>
      lowerName.startsWith('dockerfile') ||
      lowerName.endsWith('.dockerfile') ||
      lowerName.startsWith('containerfile') ||
      lowerName.startsWith('.env')
        ? 'configuration file'
        : undefined,
  },
  named(
    'config',
    'makefile gnumakefile justfile taskfile rakefile gemfile procfile vagrantfile jenkinsfile pipfile brewfile tiltfile ' +
      'caddyfile codeowners earthfile crontab',
    'configuration file',
  ),
  {
    class: 'config',
    because: ({ lowerName, extension }) =>
      lowerName.startsWith('.') && extension === ''
        ? 'configuration file'
        : undefined,
  },
  {
    class: 'source',
    because: ({ language }) => (language ? 'interpreter line' : undefined),
  },
];

/** Machine-made texts that neither their place nor a header gives away. */
export const CONTENT_RULES: readonly Rule[] = [minified, compiled];
