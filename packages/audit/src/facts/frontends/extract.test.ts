import { extractFacts } from '../../testing/extractFacts';
import { frontends } from './extract';

describe('frontends', () => {
  it('follows keys through constants and values through helpers', async () => {
    const { facts } = await extractFacts(frontends, {
      'src/keys.ts': "export const KEY = 'session';",
      'src/store.ts':
        'export function write(key: string, value: string) {\n  localStorage.setItem(key, value);\n}',
      'src/a.ts': [
        "import { KEY } from './keys';",
        "import { write } from './store';",
        'sessionStorage.setItem(KEY, user.accessToken);',
        "write('jwt', answer.jwt);",
        "document.cookie = 'sid=' + sid;",
      ].join('\n'),
    });
    expect(
      facts.storageWrites.map(
        ({ path, line, store, key, values, through }) => ({
          at: `${path}:${line}`,
          store,
          key,
          values,
          through: through?.line,
        }),
      ),
    ).toEqual([
      {
        at: 'src/a.ts:3',
        store: 'sessionStorage',
        key: 'session',
        values: ['user.accessToken'],
      },
      {
        at: 'src/a.ts:4',
        store: 'localStorage',
        key: 'jwt',
        values: ['answer.jwt'],
        through: 2,
      },
      {
        at: 'src/a.ts:5',
        store: 'a cookie from script',
        key: 'sid',
        values: ['sid'],
      },
      {
        at: 'src/store.ts:2',
        store: 'localStorage',
        key: 'key',
        values: ['value'],
      },
    ]);
  });

  it('reads scripts of single-file components with their lines', async () => {
    const { facts } = await extractFacts(frontends, {
      'src/App.vue':
        "<template>\n  <p>hi</p>\n</template>\n<script setup>\nlocalStorage.setItem('token', token)\n</script>\n",
    });
    expect(facts.storageWrites).toEqual([
      expect.objectContaining({ path: 'src/App.vue', line: 5, key: 'token' }),
    ]);
  });

  it('finds public variables in code, files and options of bundlers', async () => {
    const { facts } = await extractFacts(frontends, {
      'src/a.ts': 'export const a = import.meta.env.VITE_A;',
      '.env.example': '# VITE_COMMENT=1\nVITE_B=x\nOTHER=1\n',
      'next.config.mjs': 'export default { env: { SECRET_C: process.env.C } };',
      'PUBLIC.txt': 'PUBLIC_KEY=1',
    });
    expect(
      facts.publicVariables.map(({ name, how, path, line }) => [
        name,
        how,
        `${path}:${line}`,
      ]),
    ).toEqual([
      ['VITE_B', 'set', '.env.example:2'],
      ['SECRET_C', 'inlined', 'next.config.mjs:1'],
      ['VITE_A', 'read', 'src/a.ts:1'],
    ]);
  });
});
