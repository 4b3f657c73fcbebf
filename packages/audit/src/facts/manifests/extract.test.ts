import { extractFacts } from '../../testing/extractFacts';
import { dependsOn, manifests } from './extract';
import { DependencyFact } from './schema';

async function read(files: Record<string, string>) {
  const { facts, skipped } = await extractFacts(manifests, files);
  return { facts, skipped, all: facts.manifests };
}

/** `name range scope exact line`, short enough to compare at a glance. */
function brief(dependencies: DependencyFact[]) {
  return dependencies.map(
    ({ name, range, scope, exact, line }) =>
      `${name} ${range || '-'} ${scope}${exact ? ' exact' : ''} :${line}`,
  );
}

describe('manifests', () => {
  it('reads package.json with lines, scripts and scopes', async () => {
    const { all } = await read({
      'package.json': `{
  "name": "shop",
  "private": true,
  "scripts": { "start": "node dist/main.js" },
  "dependencies": {
    "express": "^4.19.0",
    "@shop/core": "workspace:^",
    "pg": "8.11.3"
  },
  "devDependencies": { "jest": "29.7.0" },
  "peerDependencies": { "react": "*" }
}
`,
      'package-lock.json': JSON.stringify({
        packages: {
          '': {},
          'node_modules/express': {},
          'node_modules/a/node_modules/@b/c': {},
        },
      }),
    });
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({
      name: 'shop',
      private: true,
      ecosystem: 'npm',
      root: '',
      scripts: [{ name: 'start', command: 'node dist/main.js', line: 4 }],
      locks: [
        {
          path: 'package-lock.json',
          kind: 'package-lock.json',
          packages: ['@b/c', 'express'],
        },
      ],
    });
    expect(brief(all[0].dependencies)).toEqual([
      'express ^4.19.0 production :6',
      '@shop/core workspace:^ production exact :7',
      'pg 8.11.3 production exact :8',
      'jest 29.7.0 development exact :10',
      'react * peer :11',
    ]);
  });

  it('lets the lock of a workspace cover its members only', async () => {
    const { all } = await read({
      'package.json': '{"name": "root", "workspaces": ["packages/*"]}',
      'yarn.lock':
        '__metadata:\n  version: 8\n\n"@x/a@npm:^1.0.0, @x/a@npm:^1.1.0":\n  version: 1.1.0\n',
      'packages/a/package.json': '{"name": "a"}',
      'other/package.json': '{"name": "b"}',
    });
    expect(
      all.map(({ path, locks }) => [path, locks.map(l => l.path)]),
    ).toEqual([
      ['other/package.json', []],
      ['package.json', ['yarn.lock']],
      ['packages/a/package.json', ['yarn.lock']],
    ]);
    expect(all[1].locks[0].packages).toEqual(['@x/a']);
  });

  it('reads pnpm workspaces and locks', async () => {
    const { all } = await read({
      'package.json': '{"name": "root"}',
      'pnpm-workspace.yaml': 'packages:\n  - apps/*\n',
      'pnpm-lock.yaml':
        "lockfileVersion: '9.0'\npackages:\n\n  '@a/b@1.0.0':\n    resolution: {}\n  c@2.0.0:\n    resolution: {}\n",
      'apps/web/package.json': '{"name": "web"}',
    });
    expect(all[0].locks[0].packages).toEqual(['@a/b', 'c']);
  });

  it('reads PEP 621 with groups and a uv lock', async () => {
    const { all } = await read({
      'pyproject.toml': `[project]
name = "ledger"
dependencies = [
  "fastapi>=0.110",
  "Psycopg_Pool[binary]==3.2.1; python_version > '3.8'",
]

[project.scripts]
ledger = "ledger.cli:main"

[project.optional-dependencies]
test = ["pytest>=8"]
sentry = ["sentry-sdk"]

[dependency-groups]
dev = ["ruff==0.5.0", {include-group = "lint"}]
`,
      'uv.lock':
        'version = 1\n[[package]]\nname = "fastapi"\nversion = "0.111.0"\n',
    });
    expect(brief(all[0].dependencies)).toEqual([
      'fastapi >=0.110 production :4',
      'psycopg-pool ==3.2.1 production exact :5',
      'pytest >=8 development :12',
      'sentry-sdk - optional :13',
      'ruff ==0.5.0 development exact :16',
    ]);
    expect(all[0].scripts).toEqual([
      { name: 'ledger', command: 'ledger.cli:main', line: 9 },
    ]);
    expect(all[0].locks).toEqual([
      {
        path: 'uv.lock',
        kind: 'uv.lock',
        packages: ['fastapi'],
        resolved: [{ name: 'fastapi', version: '0.111.0', direct: true }],
      },
    ]);
  });

  it('reads Poetry', async () => {
    const { all } = await read({
      'pyproject.toml': `[tool.poetry]
name = "shop"

[tool.poetry.dependencies]
python = "^3.11"
django = "^5.0"
celery = { version = "5.3.6", extras = ["redis"] }
boto3 = { version = "*", optional = true }

[tool.poetry.group.dev.dependencies]
pytest = "^8"
`,
    });
    expect(brief(all[0].dependencies)).toEqual([
      'django ^5.0 production :6',
      'celery 5.3.6 production exact :7',
      'boto3 * optional :8',
      'pytest ^8 development :11',
    ]);
  });

  it('ignores a pyproject.toml that only configures tools', async () => {
    const { all } = await read({
      'pyproject.toml': '[tool.ruff]\nline-length = 100\n',
    });
    expect(all).toEqual([]);
  });

  it('reads requirements line by line, whatever one line holds', async () => {
    const { all } = await read({
      'requirements.txt': `--index-url https://example.org/simple
-r base.txt
# a comment
Flask==3.0.0  # web
requests>=2 ; python_version < "3.13"
-e git+https://example.org/x.git@0123456789012345678901234567890123456789#egg=My_Lib
gunicorn===22.0
git+https://example.org/nameless.git
uvicorn[standard]==0.30.* \\
    --hash=sha256:aa
??? nonsense
`,
      'requirements-dev.txt': 'pytest\n',
      'constraints.txt': 'idna==3.7\n',
    });
    expect(all.map(({ path }) => path)).toEqual([
      'requirements-dev.txt',
      'requirements.txt',
    ]);
    expect(brief(all[0].dependencies)).toEqual(['pytest - development :1']);
    expect(brief(all[1].dependencies)).toEqual([
      'flask ==3.0.0 production exact :4',
      'requests >=2 production :5',
      'my-lib git+https://example.org/x.git@0123456789012345678901234567890123456789 production exact :6',
      'gunicorn ===22.0 production exact :7',
      'uvicorn ==0.30.* production :9',
    ]);
  });

  it('takes compiled requirements for a lock, and only their direct lines for dependencies', async () => {
    const compiled = `#
# This file is autogenerated by pip-compile with Python 3.12
#
flask==3.0.0
    # via -r requirements.in
sentry-sdk==2.0.0
    # via
    #   flask
    #   structlog
werkzeug==3.0.1  # via flask
`;
    const alone = await read({ 'requirements.txt': compiled });
    expect(brief(alone.all[0].dependencies)).toEqual([
      'flask ==3.0.0 production exact :4',
    ]);
    expect(alone.all[0].locks[0].packages).toEqual([
      'flask',
      'sentry-sdk',
      'werkzeug',
    ]);
    const withSource = await read({
      'requirements.in': 'flask\n',
      'requirements.txt': compiled,
    });
    expect(
      withSource.all.map(({ path, locks }) => [path, locks.length]),
    ).toEqual([['requirements.in', 1]]);
  });

  it('reads Pipfile, setup.cfg', async () => {
    const { all } = await read({
      Pipfile:
        '[packages]\nflask = "*"\ndjango = "==5.0"\n\n[dev-packages]\npytest = "*"\n',
      'Pipfile.lock': '{"default": {"flask": {}}, "develop": {"pytest": {}}}',
      'lib/setup.cfg':
        '[metadata]\nname = lib\n\n[options]\ninstall_requires =\n    requests>=2\n    attrs\n\n[flake8]\nmax = 1\n',
    });
    expect(brief(all[0].dependencies)).toEqual([
      'flask * production :2',
      'django ==5.0 production exact :3',
      'pytest * development :6',
    ]);
    expect(all[0].locks[0].packages).toEqual(['flask', 'pytest']);
    expect(brief(all[1].dependencies)).toEqual([
      'requests >=2 production :6',
      'attrs - production :7',
    ]);
  });

  it('reads go.mod without indirect requirements', async () => {
    const { all } = await read({
      'go.mod':
        'module example.org/shop\n\ngo 1.22\n\nrequire github.com/a/b v1.0.0\n\nrequire (\n\tgithub.com/c/d v1.2.0\n\tgithub.com/e/f v1.0.0 // indirect\n)\n',
      'go.sum': 'github.com/a/b v1.0.0 h1:x=\n',
    });
    expect(all[0].name).toBe('example.org/shop');
    expect(brief(all[0].dependencies)).toEqual([
      'github.com/a/b v1.0.0 production exact :5',
      'github.com/c/d v1.2.0 production exact :8',
    ]);
    expect(all[0].locks[0].packages).toEqual(['github.com/a/b']);
  });

  it('reads pom.xml', async () => {
    const { all } = await read({
      'pom.xml': `<?xml version="1.0"?>
<!DOCTYPE project>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <!-- <dependencies><dependency/></dependencies> -->
  <parent><groupId>org.springframework.boot</groupId><version>3.3.0</version></parent>
  <artifactId>shop</artifactId>
  <properties><pg.version>42.7.3</pg.version></properties>
  <dependencyManagement>
    <dependencies>
      <dependency><groupId>x</groupId><artifactId>bom</artifactId><version>1</version></dependency>
    </dependencies>
  </dependencyManagement>
  <dependencies>
    <dependency>
      <groupId>org.springframework.boot</groupId>
      <artifactId>spring-boot-starter-web</artifactId>
    </dependency>
    <dependency>
      <groupId>org.postgresql</groupId>
      <artifactId>postgresql</artifactId>
      <version>\${pg.version}</version>
    </dependency>
    <dependency>
      <groupId>org.junit</groupId><artifactId>junit</artifactId>
      <version>5.0-SNAPSHOT</version><scope>test</scope>
    </dependency>
  </dependencies>
</project>
`,
    });
    expect(all[0].name).toBe('shop');
    expect(brief(all[0].dependencies)).toEqual([
      'org.springframework.boot:spring-boot-starter-web - production exact :14',
      'org.postgresql:postgresql 42.7.3 production exact :18',
      'org.junit:junit 5.0-SNAPSHOT development :23',
    ]);
  });

  it('reads build.gradle with a version catalog', async () => {
    const { all, facts } = await read({
      'gradle/libs.versions.toml':
        '[versions]\nspring = "3.3.0"\n[libraries]\nspring-web = { module = "org.springframework.boot:web", version.ref = "spring" }\n',
      'app/build.gradle.kts': `plugins { java }
dependencies {
    implementation(libs.spring.web)
    implementation("io.micrometer:micrometer-core:1.+")
    // implementation("a:b:1")
    testImplementation 'org.junit:junit:5.0'
    runtimeOnly group: 'org.postgresql', name: 'postgresql', version: '42.7.3'
}
`,
    });
    expect(brief(all[0].dependencies)).toEqual([
      'org.springframework.boot:web 3.3.0 production exact :3',
      'io.micrometer:micrometer-core 1.+ production :4',
      'org.junit:junit 5.0 development exact :6',
      'org.postgresql:postgresql 42.7.3 production exact :7',
    ]);
    expect(
      dependsOn(facts, 'maven', ['io.micrometer:*'], { root: 'app' }),
    ).toHaveLength(1);
  });

  it('reads Cargo.toml with a lock of the workspace', async () => {
    const { all } = await read({
      'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\n',
      'Cargo.lock': '[[package]]\nname = "serde"\nversion = "1.0.0"\n',
      'crates/a/Cargo.toml':
        '[package]\nname = "a"\n\n[dependencies]\nserde = "1"\ntokio = { version = "=1.38.0" }\n\n[dev-dependencies.insta]\nversion = "1"\n',
    });
    expect(brief(all[1].dependencies)).toEqual([
      'serde 1 production :5',
      'tokio =1.38.0 production exact :6',
      'insta 1 development :8',
    ]);
    expect(all[1].locks[0].packages).toEqual(['serde']);
  });

  it('leaves out examples, and says what it cannot read', async () => {
    const { all, skipped, facts } = await read({
      'examples/a/package.json': '{"name": "a"}',
      'docs/requirements.txt': 'sphinx\n',
      'package.json': '[1, 2',
      'pyproject.toml': 'name = \n',
      'pom.xml': 'nothing',
      'e2e/package.json': '{"name": "e2e", "dependencies": {"x": "1.0.0"}}',
    });
    expect(all.map(({ path }) => path)).toEqual(['e2e/package.json']);
    expect(all[0].dependencies[0].scope).toBe('development');
    expect(facts.unreadable).toEqual([
      'package.json',
      'pom.xml',
      'pyproject.toml',
    ]);
    expect(skipped.map(({ path }) => path).sort()).toEqual([
      'package.json',
      'pom.xml',
      'pyproject.toml',
    ]);
  });

  it('answers who depends on what', async () => {
    const { facts } = await read({
      'package.json':
        '{"workspaces": ["a", "b"], "devDependencies": {"jest": "1"}}',
      'a/package.json': '{"dependencies": {"@opentelemetry/api": "1"}}',
      'b/package.json': '{"dependencies": {"pino": "9"}}',
    });
    const paths = (found: DependencyFact[]) => found.map(({ path }) => path);
    expect(paths(dependsOn(facts, 'npm', ['@opentelemetry/*']))).toEqual([
      'a/package.json',
    ]);
    expect(dependsOn(facts, 'npm', ['pino'], { root: 'a' })).toEqual([]);
    expect(paths(dependsOn(facts, 'npm', ['jest'], { root: 'a/src' }))).toEqual(
      ['package.json'],
    );
    expect(dependsOn(facts, 'npm', ['jest'], { scope: 'production' })).toEqual(
      [],
    );
    expect(dependsOn(facts, 'pypi', ['pino'])).toEqual([]);
  });
});
