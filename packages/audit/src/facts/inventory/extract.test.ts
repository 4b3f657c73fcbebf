import { extractFacts } from '../../testing/extractFacts';
import { inventory, partOf } from './extract';

async function classes(files: Record<string, string>) {
  const { facts } = await extractFacts(inventory, files);
  return Object.fromEntries(facts.files.map(file => [file.path, file.class]));
}

/** Classes of a tree of empty files. */
function classesOf(expected: Record<string, string>) {
  return classes(
    Object.fromEntries(Object.keys(expected).map(path => [path, ''])),
  );
}

describe('inventory', () => {
  it('knows the conventions of Python', async () => {
    const expected = {
      'pyproject.toml': 'config',
      'requirements.txt': 'config',
      'requirements/dev.txt': 'config',
      'uv.lock': 'generated',
      'ledger/__init__.py': 'source',
      'ledger/main.py': 'source',
      'ledger/tools/report.py': 'source',
      'ledger/docs/router.py': 'source',
      'ledger/management/commands/import.py': 'source',
      'ledger/test_support.py': 'test',
      'ledger/testing.py': 'source',
      'ledger/settings/test.py': 'test',
      'ledger/settings_test.py': 'test',
      'ledger/settings/production.py': 'source',
      'ledger/tests.py': 'test',
      'ledger/migrations/0001_initial.py': 'migration',
      'ledger/api_pb2.py': 'generated',
      'alembic/versions/1a_first.py': 'migration',
      'alembic/env.py': 'source',
      'tests/conftest.py': 'test',
      'tests/data.json': 'test',
      'tests/fixtures/data.json': 'fixture',
      'conftest.py': 'test',
      'latest.py': 'source',
      'contest.py': 'source',
      'scripts/seed.py': 'script',
      'tools/release.py': 'script',
      'docs/conf.py': 'docs',
      'examples/quickstart.py': 'example',
      'noxfile.py': 'config',
      'ledger/tasks.py': 'source',
      'gunicorn.conf.py': 'config',
    };
    expect(await classesOf(expected)).toEqual(expected);
  });

  it('knows what bundlers and compilers wrote', async () => {
    const compiled =
      '"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\nexports.a = 1;\n';
    expect(
      await classes({
        'client/chunks/Calendar-Bcl0IvO9.js': 'import "./a.js";\n',
        'client/chunks/Layout-BMUMbQaZ.js': 'import "./a.js";\n',
        'client/chunks/Accordion-qsDv1eO_.js': 'import "./a.js";\n',
        'client/chunks/Block-BZ6Vw-TJ.js': 'import "./a.js";\n',
        'client/chunks/Field-DateTime.js': 'exports.f = 1;\n',
        'public/assets/index.4f9a21bc.css': 'a {}\n',
        'public/bundles/main.js': 'run();\n',
        'lib/server.js': compiled,
        'lib/router.js': 'exports.b = 2;\n//# sourceMappingURL=router.js.map\n',
        'lib/written.js': '"use strict";\nexports.c = 3;\n',
        'assets/date-formatting.js': 'exports.d = 4;\n',
        'src/assets/v2-20240101.js': 'exports.e = 5;\n',
      }),
    ).toEqual({
      'client/chunks/Calendar-Bcl0IvO9.js': 'generated',
      'client/chunks/Layout-BMUMbQaZ.js': 'generated',
      'client/chunks/Accordion-qsDv1eO_.js': 'generated',
      'client/chunks/Block-BZ6Vw-TJ.js': 'generated',
      'client/chunks/Field-DateTime.js': 'source',
      'public/assets/index.4f9a21bc.css': 'generated',
      'public/bundles/main.js': 'generated',
      'lib/server.js': 'generated',
      'lib/router.js': 'generated',
      'lib/written.js': 'source',
      'assets/date-formatting.js': 'source',
      'src/assets/v2-20240101.js': 'source',
    });
  });

  it('knows tests by what they hold where only the name hints at it', async () => {
    expect(
      await classes({
        'pkg/base1/test-dbus.js': 'QUnit.test("call", () => {});\n',
        'src/test-drive.js': 'export const start = () => {};\n',
        'src/bridge/mock-resource/index.html': '<p>x</p>\n',
      }),
    ).toEqual({
      'pkg/base1/test-dbus.js': 'test',
      'src/test-drive.js': 'source',
      'src/bridge/mock-resource/index.html': 'fixture',
    });
  });

  it('knows the conventions of JavaScript and TypeScript', async () => {
    const expected = {
      'package.json': 'config',
      'package-lock.json': 'generated',
      'vite.config.ts': 'config',
      'eslint.config.mjs': 'config',
      '.eslintrc.js': 'config',
      'src/app.config.ts': 'source',
      'src/config/database.config.ts': 'source',
      'src/index.ts': 'source',
      'src/index.test.ts': 'test',
      'src/contest.ts': 'source',
      'src/order.spec.tsx': 'test',
      'src/__tests__/order.ts': 'test',
      'src/__mocks__/axios.ts': 'fixture',
      'src/__snapshots__/a.snap': 'generated',
      'src/Button.stories.tsx': 'story',
      'src/Button.css': 'asset',
      'src/schema.generated.ts': 'generated',
      'src/lib/tools/search.ts': 'source',
      'src/scripts/menu.ts': 'source',
      'src/docs/page.tsx': 'source',
      'src/Page.vue': 'source',
      'public/scripts/menu.js': 'source',
      'public/jquery.min.js': 'generated',
      'public/js/jquery.hotkeys.js': 'vendored',
      'public/js/chart-2.9.4.js': 'vendored',
      'public/js/orders.v2.js': 'source',
      'app/static/app/libs/popper/popper.js': 'vendored',
      'app/static/vendor/diff/diff.js': 'vendored',
      'app/static/app/orders.js': 'source',
      'src/assets/lib/format.js': 'source',
      'scripts/release.mjs': 'script',
      'cypress/e2e/login.cy.ts': 'test',
      'e2e/login.ts': 'test',
      '.storybook/main.ts': 'story',
      'examples/demo/package.json': 'example',
      'examples/demo/src/index.ts': 'example',
      'dist/index.js': 'generated',
      '.yarn/releases/yarn.cjs': 'vendored',
      'README.md': 'docs',
      LICENSE: 'docs',
      'spec/openapi.yaml': 'config',
    };
    expect(await classesOf(expected)).toEqual(expected);
  });

  it('knows the conventions of Go', async () => {
    const expected = {
      'go.mod': 'config',
      'go.sum': 'generated',
      'cmd/server/main.go': 'source',
      'internal/store/store.go': 'source',
      'internal/store/store_test.go': 'test',
      'internal/store/testdata/a.json': 'fixture',
      'internal/tools/tools.go': 'source',
      'api/v1/api.pb.go': 'generated',
      'api/v1/zz_generated.deepcopy.go': 'generated',
      'vendor/github.com/pkg/errors/errors.go': 'vendored',
      'hack/update.go': 'script',
      'tools/tools.go': 'script',
    };
    expect(await classesOf(expected)).toEqual(expected);
  });

  it('knows the conventions of Java, packages named example included', async () => {
    const expected = {
      'pom.xml': 'config',
      mvnw: 'vendored',
      'src/main/java/com/example/demo/Application.java': 'source',
      'src/main/java/com/example/test/Plan.java': 'source',
      'src/main/java/com/acme/docs/DocsController.java': 'source',
      'src/main/java/com/acme/Contest.java': 'source',
      'src/main/resources/application.yml': 'config',
      'src/main/resources/db/migration/V1__first.sql': 'migration',
      'src/test/java/com/example/demo/ApplicationTests.java': 'test',
      'src/test/resources/data.json': 'fixture',
      'java/com/example/api/Server.java': 'source',
      'core/OrderServiceIT.java': 'test',
      'target/generated-sources/A.java': 'generated',
    };
    expect(await classesOf(expected)).toEqual(expected);
  });

  it('knows the conventions of Rust and Ruby', async () => {
    const expected = {
      'Cargo.toml': 'config',
      'Cargo.lock': 'generated',
      'src/main.rs': 'source',
      'tests/api.rs': 'test',
      'benches/speed.rs': 'test',
      'examples/hello.rs': 'example',
      Gemfile: 'config',
      'Gemfile.lock': 'generated',
      'app/models/user.rb': 'source',
      'spec/models/user_spec.rb': 'test',
      'spec/support/helper.rb': 'test',
      'test/user_test.rb': 'test',
      'db/migrate/1_create_users.rb': 'migration',
      'db/seeds.rb': 'source',
    };
    expect(await classesOf(expected)).toEqual(expected);
  });

  it('gives the reason', async () => {
    const { facts } = await extractFacts(inventory, {
      'tests/a.py': '',
      'a_test.go': '',
      'gen.ts': '// Code generated by openapi. DO NOT EDIT.\nexport {};\n',
    });
    expect(facts.files.map(file => file.because)).toEqual([
      'name *_test.go',
      'header "code generated by"',
      'folder tests',
    ]);
  });

  it('believes headers of generators, and only headers', async () => {
    expect(
      await classes({
        'a.py':
          '#!/usr/bin/env python\n"""\nAuto-generated, do not edit.\n"""\n',
        'b.py': '# How documents are generated\nimport os\n',
        'generator.py': 'import os\n\nHEADER = "# @generated by me"\n',
        'c.go':
          '// Copyright\n\n// Code generated by mockgen. DO NOT EDIT.\npackage c\n',
        'crd.yaml': '# Code generated by controller-gen\na: 1\n',
      }),
    ).toEqual({
      'a.py': 'generated',
      'b.py': 'source',
      'generator.py': 'source',
      'c.go': 'generated',
      'crd.yaml': 'generated',
    });
  });

  it('follows .gitattributes, also where they deny', async () => {
    expect(
      await classes({
        '.gitattributes':
          'client/** linguist-generated=true\nold/* linguist-vendored\n*.tmpl -text\nvendor/** -linguist-vendored\n',
        'client/api.ts': '',
        'old/a.js': '',
        'vendor/ours.go': '',
        'guide/.gitattributes': '*.py linguist-documentation',
        'guide/conf.py': '',
      }),
    ).toMatchObject({
      'client/api.ts': 'generated',
      'old/a.js': 'vendored',
      'vendor/ours.go': 'source',
      'guide/conf.py': 'docs',
    });
  });

  it('tells the manifest setup.py from a module of that name', async () => {
    expect(
      await classes({
        'setup.py': 'from setuptools import setup\n\nsetup(name="a")\n',
        'a/setup.py': 'def configure():\n    pass\n',
      }),
    ).toEqual({ 'setup.py': 'config', 'a/setup.py': 'source' });
  });

  it('reads the language from the interpreter line', async () => {
    const { facts } = await extractFacts(inventory, {
      'bin/manage': '#!/usr/bin/env python3.12\nprint(1)\n',
      'bin/serve': '#!/usr/bin/env -S node --enable-source-maps\n',
      'bin/run': '#!/bin/sh\n',
    });
    expect(facts.files).toMatchObject([
      { path: 'bin/manage', language: 'python', class: 'source', lines: 2 },
      { path: 'bin/run', language: null },
      { path: 'bin/serve', language: 'javascript', class: 'source' },
    ]);
  });

  it('divides the tree into parts', async () => {
    const { facts } = await extractFacts(inventory, {
      'package.json': '{"name": "root", "workspaces": ["packages/*"]}',
      'packages/web/package.json': '{"name": "web"}',
      'packages/web/src/a.ts': 'a();\nb();\n',
      'packages/web/src/a.test.ts': 'a();\n',
      'packages/web/src/esm/package.json': '{"type": "module"}',
      'backend/requirements.txt': 'flask\n',
      'backend/main.py': 'import flask\n',
      'examples/x/package.json': '{"name": "x"}',
      'examples/x/a.ts': 'a();\n',
      'tests/fixtures/package.json': '{"name": "f"}',
    });
    expect(facts.parts).toEqual([
      { root: '', languages: [], lines: 0 },
      { root: 'backend', languages: ['python'], lines: 1 },
      { root: 'packages/web', languages: ['typescript'], lines: 2 },
    ]);
    expect(partOf(facts.parts, 'packages/web/src/a.ts')).toBe('packages/web');
    expect(partOf(facts.parts, 'packages/webby/a.ts')).toBe('');
  });

  it('is not slowed down by hostile attributes', async () => {
    const { facts } = await extractFacts(inventory, {
      '.gitattributes': `${'*a'.repeat(40)}b linguist-generated\n`,
      [`${'a'.repeat(200)}.py`]: '',
    });
    expect(facts.files.map(file => file.class)).toContain('source');
  });
});
