import { parseYaml } from '../facts/yaml/parseYaml';
import {
  compileComparison,
  missingAt,
  parsePath,
  pathName,
  valuesAt,
} from './values';

const [root] = parseYaml(`services:
  web:
    image: web:latest
    ports: ["80:80", 443]
  db:
    image: postgres@sha256:00
    deploy: { replicas: 2 }
a.b:
  c: null
list:
  - name: x
  - other: y
`).documents;

function at(path: string | string[]) {
  return valuesAt(root, parsePath(path)).map(
    ({ line, keys }) => `${pathName(keys)}:${line}`,
  );
}

function without(path: string) {
  return missingAt(root, parsePath(path)).map(
    ({ line, keys }) => `${keys.join('.')}:${line}`,
  );
}

describe('valuesAt', () => {
  it.each<[string | string[], string[]]>([
    ['services.*.image', ['services.web.image:3', 'services.db.image:6']],
    ['services.w*.image', ['services.web.image:3']],
    ['**.image', ['services.web.image:3', 'services.db.image:6']],
    ['**.replicas', ['services.db.deploy.replicas:7']],
    ['services.web.ports.*', ['services.web.ports:4', 'services.web.ports:4']],
    ['services.web.ports.1', ['services.web.ports:4']],
    ['"a.b".c', ['a.b.c:9']],
    [['a.b', 'c'], ['a.b.c:9']],
    ['list.*.name', ['list.name:11']],
    ['nothing.at.all', []],
  ])('%j', (path, expected) => {
    expect(at(path)).toEqual(expected);
  });

  it.each(['', 'a..b', '"a', '"a"b', '*a*b*c*d'])('refuses %j', path => {
    expect(() => parsePath(path)).toThrow();
  });
});

describe('missingAt', () => {
  it.each([
    ['services.*.deploy', ['services.web:2']],
    ['services.*.deploy.replicas', ['services.web:2']],
    ['services.*.healthcheck', ['services.web:2', 'services.db:5']],
    ['volumes', [':1']],
    ['list.*.name', ['list.1:12']],
    ['services.*.image', []],
    ['nothing.*.x', []],
    ['nothing.x', [':1']],
  ])('%s', (path, expected) => {
    expect(without(path)).toEqual(expected);
  });
});

describe('compileComparison', () => {
  const value = (text: string) => parseYaml(`x: ${text}`).documents[0];
  const compare = (
    wanted: Parameters<typeof compileComparison>[0],
    text: string,
  ) => {
    const [reached] = valuesAt(value(text), parsePath('x'));
    return compileComparison(wanted)!(reached.value);
  };

  it('compares scalars as written and as values', () => {
    expect(compare({ equals: '3.10' }, '3.10')).toBe(true);
    expect(compare({ equals: true }, 'true')).toBe(true);
    expect(compare({ equals: 'Yes', ignoreCase: true }, 'yes')).toBe(true);
    expect(compare({ equals: null }, '~')).toBe(true);
    expect(compare({ equals: '' }, '~')).toBe(false);
    expect(compare({ oneOf: ['a', 1] }, '1')).toBe(true);
    expect(compare({ oneOf: ['a', 1] }, 'b')).toBe(false);
    expect(compare({ matches: ':latest$' }, 'web:latest')).toBe(true);
    expect(compare({ atLeast: 2, atMost: 4 }, '"3"')).toBe(true);
    expect(compare({ atLeast: 2 }, '1')).toBe(false);
    expect(compare({ atLeast: 0 }, '""')).toBe(false);
    expect(compare({ equals: 'a' }, '[a]')).toBe(false);
    expect(compileComparison({ ignoreCase: true })).toBeUndefined();
  });
});
