import { extractFacts } from '../../testing/extractFacts';
import { manifests } from './extract';
import { LOCK_FORMATS, uniqueEntries } from './locks';

function read(name: string, text: string) {
  return uniqueEntries(LOCK_FORMATS[name].packages(text)).map(
    item =>
      `${item.name} ${item.version}${item.development ? ' development' : ''}`,
  );
}

describe('locks', () => {
  it('reads npm, new and old', () => {
    expect(
      read(
        'package-lock.json',
        JSON.stringify({
          lockfileVersion: 3,
          packages: {
            '': { name: 'shop' },
            'node_modules/a': { version: '1.0.0' },
            'node_modules/b': { version: '2.0.0', dev: true },
            'node_modules/a/node_modules/b': { version: '1.5.0' },
            'packages/x': { version: '0.0.0' },
          },
        }),
      ),
    ).toEqual(['a 1.0.0', 'b 1.5.0', 'b 2.0.0 development']);
    expect(
      read(
        'npm-shrinkwrap.json',
        '{"dependencies": {"a": {"version": "1.0.0", "dependencies": {"b": {"version": "2.0.0", "dev": true}}}}}',
      ),
    ).toEqual(['a 1.0.0', 'b 2.0.0 development']);
  });

  it('reads Yarn, both kinds', () => {
    expect(
      read(
        'yarn.lock',
        '# yarn lockfile v1\n\n"@a/b@^1.0.0", "@a/b@^1.1.0":\n  version "1.2.0"\n\nc@^2:\n  version "2.0.1"\n',
      ),
    ).toEqual(['@a/b 1.2.0', 'c 2.0.1']);
    expect(
      read(
        'yarn.lock',
        '__metadata:\n  version: 8\n\n"c@npm:^2.0.0":\n  version: 2.3.4\n  resolution: "c@npm:2.3.4"\n',
      ),
    ).toEqual(['c 2.3.4']);
  });

  it('reads pnpm, all shapes of keys', () => {
    expect(
      read(
        'pnpm-lock.yaml',
        "lockfileVersion: '9.0'\npackages:\n\n  '@a/b@1.0.0':\n    resolution: {}\n  c@2.0.0(react@18.0.0):\n    resolution: {}\nsnapshots:\n\n  c@2.0.0(react@18.0.0): {}\n",
      ),
    ).toEqual(['@a/b 1.0.0', 'c 2.0.0']);
    expect(
      read(
        'pnpm-lock.yaml',
        'lockfileVersion: 5.4\npackages:\n\n  /@a/b/1.0.0:\n    resolution: {}\n    dev: true\n\n  /c/2.0.0_react@18.0.0:\n    dev: false\n',
      ),
    ).toEqual(['@a/b 1.0.0 development', 'c 2.0.0']);
  });

  it('reads Bun with its comments and commas', () => {
    expect(
      read(
        'bun.lock',
        '{\n  "packages": {\n    "a": ["a@1.0.0", "", {}],\n    "@b/c": ["@b/c@2.0.0"],\n  },\n}',
      ),
    ).toEqual(['@b/c 2.0.0', 'a 1.0.0']);
  });

  it('reads Python', () => {
    expect(
      read(
        'poetry.lock',
        '[[package]]\nname = "Flask_Login"\nversion = "0.6.3"\n\n[[package]]\nname = "pytest"\nversion = "8.0.0"\ngroups = ["dev"]\n',
      ),
    ).toEqual(['flask-login 0.6.3', 'pytest 8.0.0 development']);
    expect(
      read(
        'Pipfile.lock',
        '{"default": {"flask": {"version": "==3.0.0"}}, "develop": {"pytest": {"version": "==8.0.0"}, "flask": {"version": "==3.0.0"}}}',
      ),
    ).toEqual(['flask 3.0.0', 'pytest 8.0.0 development']);
  });

  it('reads Go, Rust, Gradle, Ruby, PHP', () => {
    expect(
      read(
        'go.sum',
        'example.org/a v1.0.0 h1:x=\nexample.org/a v1.0.0/go.mod h1:y=\nexample.org/b v0.1.0/go.mod h1:z=\n',
      ),
    ).toEqual(['example.org/a v1.0.0']);
    expect(
      read('Cargo.lock', '[[package]]\nname = "serde"\nversion = "1.0.200"\n'),
    ).toEqual(['serde 1.0.200']);
    expect(
      read(
        'gradle.lockfile',
        '# comment\na:b:1.0=compileClasspath,runtimeClasspath\nc:d:2.0=testRuntimeClasspath\nempty=\n',
      ),
    ).toEqual(['a:b 1.0', 'c:d 2.0 development']);
    expect(
      read(
        'Gemfile.lock',
        'GEM\n  remote: https://rubygems.org/\n  specs:\n    rack (3.0.8)\n    rails (7.1.3)\n      rack (>= 2.2.4)\n\nDEPENDENCIES\n  rails (~> 7.1)\n',
      ),
    ).toEqual(['rack 3.0.8', 'rails 7.1.3']);
    expect(
      read(
        'composer.lock',
        '{"packages": [{"name": "Symfony/http-kernel", "version": "v7.0.1"}], "packages-dev": [{"name": "phpunit/phpunit", "version": "11.0.0"}]}',
      ),
    ).toEqual([
      'phpunit/phpunit 11.0.0 development',
      'symfony/http-kernel 7.0.1',
    ]);
  });
});

describe('versions', () => {
  it('resolves by the lock, and says what is transitive', async () => {
    const { facts } = await extractFacts(manifests, {
      'package.json':
        '{"name": "a", "engines": {"node": ">=20"}, "dependencies": {"b": "^1.0.0", "c": "1.2.3", "d": "^9"}}',
      'package-lock.json': JSON.stringify({
        packages: {
          '': {},
          'node_modules/b': { version: '1.9.0' },
          'node_modules/x/node_modules/b': { version: '2.0.0' },
          'node_modules/x': { version: '3.0.0' },
        },
      }),
    });
    const [manifest] = facts.manifests;
    expect(manifest.runtimes).toEqual([
      { name: 'node', range: '>=20', line: 1 },
    ]);
    expect(
      manifest.dependencies.map(({ name, resolved }) => [name, resolved]),
    ).toEqual([
      ['b', '1.9.0'],
      ['c', '1.2.3'],
      ['d', undefined],
    ]);
    expect(
      manifest.locks[0].resolved.map(({ name, version, direct }) => [
        name,
        version,
        direct,
      ]),
    ).toEqual([
      ['b', '1.9.0', true],
      ['b', '2.0.0', true],
      ['x', '3.0.0', false],
    ]);
  });

  it('takes compiled requirements for a lock with versions', async () => {
    const { facts } = await extractFacts(manifests, {
      'requirements.in': 'Flask[async]>=3\n',
      'requirements.txt':
        '#\n# This file is autogenerated by pip-compile with Python 3.12\n#\nflask[async]==3.0.3\n    # via -r requirements.in\nwerkzeug==3.0.3\n    # via flask\n',
    });
    expect(facts.manifests).toHaveLength(1);
    expect(facts.manifests[0].dependencies).toMatchObject([
      { name: 'flask', range: '>=3', resolved: '3.0.3', extras: ['async'] },
    ]);
    expect(facts.manifests[0].locks[0].resolved).toEqual([
      { name: 'flask', version: '3.0.3', direct: true },
      { name: 'werkzeug', version: '3.0.3', direct: false },
    ]);
  });

  it('reads Gemfile and composer.json', async () => {
    const { facts } = await extractFacts(manifests, {
      Gemfile: `source "https://rubygems.org"
ruby "3.3.4"
gem "rails", "~> 7.1" # web
gem 'pg', '1.5.6', require: false
gem "debug", group: %i[development]
group :development, :test do
  gem "rspec-rails"
  platforms :ruby do
    gem "byebug"
  end
end
gem "puma"
`,
      'Gemfile.lock':
        'GEM\n  specs:\n    rails (7.1.3)\n    rack (3.0.8)\n\nPLATFORMS\n  ruby\n',
      'api/composer.json':
        '{\n  "name": "acme/api",\n  "require": {\n    "php": "^8.2",\n    "ext-json": "*",\n    "Symfony/console": "^7.0"\n  },\n  "require-dev": { "phpunit/phpunit": "11.0.0" },\n  "scripts": { "test": ["phpunit", "phpstan"] }\n}',
    });
    const [gemfile, composer] = facts.manifests;
    expect(
      gemfile.dependencies.map(
        ({ name, range, scope, exact, line, resolved }) =>
          `${name} ${range || '-'} ${scope}${exact ? ' exact' : ''} :${line} ${
            resolved ?? ''
          }`,
      ),
    ).toEqual([
      'rails ~> 7.1 production :3 7.1.3',
      'pg 1.5.6 production exact :4 1.5.6',
      'debug - development :5 ',
      'rspec-rails - development :7 ',
      'byebug - development :9 ',
      'puma - production :12 ',
    ]);
    expect(gemfile.runtimes).toEqual([
      { name: 'ruby', range: '3.3.4', line: 2 },
    ]);
    expect(composer).toMatchObject({
      name: 'acme/api',
      ecosystem: 'composer',
      runtimes: [{ name: 'php', range: '^8.2', line: 4 }],
      scripts: [{ name: 'test', command: 'phpunit && phpstan', line: 9 }],
      dependencies: [
        {
          name: 'symfony/console',
          range: '^7.0',
          scope: 'production',
          line: 6,
        },
        { name: 'phpunit/phpunit', scope: 'development', resolved: '11.0.0' },
      ],
    });
  });

  it('reads the runtimes that manifests ask for', async () => {
    const { facts } = await extractFacts(manifests, {
      'pyproject.toml':
        '[project]\nname = "a"\nrequires-python = ">=3.11"\ndependencies = []\n',
      'b/pyproject.toml':
        '[tool.poetry]\nname = "b"\n[tool.poetry.dependencies]\npython = "^3.9"\n',
      'c/setup.cfg':
        '[metadata]\nname = c\n[options]\npython_requires = >=3.8\n',
      'd/go.mod': 'module d\n\ngo 1.22\n',
      'e/Cargo.toml': '[package]\nname = "e"\nrust-version = "1.75"\n',
    });
    expect(
      facts.manifests.map(({ path, runtimes = [] }) => [
        path,
        ...runtimes.map(({ name, range, line }) => `${name} ${range} :${line}`),
      ]),
    ).toEqual([
      ['b/pyproject.toml', 'python ^3.9 :4'],
      ['c/setup.cfg', 'python >=3.8 :4'],
      ['d/go.mod', 'go 1.22 :3'],
      ['e/Cargo.toml', 'rust 1.75 :3'],
      ['pyproject.toml', 'python >=3.11 :3'],
    ]);
  });
});
