import { extractFacts } from '../../testing/extractFacts';
import { importGraph } from './extract';

async function cyclesOf(files: Record<string, string>) {
  const { facts } = await extractFacts(importGraph, files);
  return facts.cycles.map(({ modules, typeOnly, shortest }) => ({
    modules,
    typeOnly,
    lines: shortest.map(
      edge => `${edge.from}:${edge.line}${edge.lazy ? ' lazy' : ''}`,
    ),
  }));
}

describe('imports', () => {
  it('finds circles of Python modules, through packages and functions', async () => {
    expect(
      await cyclesOf({
        'app/__init__.py': '',
        'app/a.py': 'from app import b\n',
        'app/b.py': 'def f():\n    from .a import g\n',
        'app/c.py': 'from app.a import g\n',
        'app/facade/__init__.py': 'from .one import A\n',
        'app/facade/one.py': 'import os\n',
        'app/facade/two.py': 'from app.facade import A\n',
      }),
    ).toEqual([
      {
        modules: ['app/a.py', 'app/b.py'],
        typeOnly: false,
        lines: ['app/a.py:1', 'app/b.py:2 lazy'],
      },
    ]);
  });

  it('does not take the standard library for modules of the same name', async () => {
    expect(
      await cyclesOf({
        'app/__init__.py': '',
        'app/utils/__init__.py': '',
        'app/utils/logging.py': 'import logging\nfrom app.utils import json\n',
        'app/utils/json.py': 'import logging\n',
      }),
    ).toEqual([]);
  });

  it('keeps imports of types apart', async () => {
    expect(
      await cyclesOf({
        'src/a.ts': "import { B } from './b';\nexport class A { b: B }\n",
        'src/b.ts': "import type { A } from './a';\nexport class B { a: A }\n",
        'src/c.ts': "import { d } from './d';\nexport const c = () => d;\n",
        'src/d.ts': "export { c } from './c';\nexport const d = 1;\n",
      }),
    ).toEqual([
      {
        modules: ['src/c.ts', 'src/d.ts'],
        typeOnly: false,
        lines: ['src/c.ts:1', 'src/d.ts:1'],
      },
      {
        modules: ['src/a.ts', 'src/b.ts'],
        typeOnly: true,
        lines: ['src/a.ts:1', 'src/b.ts:1'],
      },
    ]);
  });
});
