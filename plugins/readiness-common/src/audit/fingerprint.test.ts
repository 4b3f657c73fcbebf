import { fingerprints } from './fingerprint';

const place = { path: 'src/a.py', line: 10, snippet: 'print("x")' };

describe('fingerprints', () => {
  it('stays when lines move and the code is reformatted', () => {
    expect(fingerprints('check', [place])).toEqual(
      fingerprints('check', [
        { path: 'src/a.py', line: 210, snippet: '  print(\n  "x"\n)' },
      ]),
    );
  });

  it.each([["print('x')"], ['print("x");'], ['print(\n    "x",\n)']])(
    'is the same for %j',
    snippet => {
      expect(fingerprints('check', [{ ...place, snippet }])).toEqual(
        fingerprints('check', [place]),
      );
    },
  );

  it('goes by the subject where there is one', () => {
    expect(
      fingerprints('check', [{ ...place, subject: 'service db' }]),
    ).toEqual(
      fingerprints('check', [
        { path: 'src/a.py', line: 3, snippet: 'other', subject: 'service db' },
      ]),
    );
  });

  it('differs by check, path and content', () => {
    const ids = [
      ...fingerprints('check', [place]),
      ...fingerprints('other', [place]),
      ...fingerprints('check', [{ ...place, path: 'src/b.py' }]),
      ...fingerprints('check', [{ ...place, snippet: 'print("y")' }]),
    ];
    expect(new Set(ids).size).toBe(4);
    ids.forEach(id => expect(id).toMatch(/^[0-9a-f]{32}$/));
  });

  it('tells equal instances in one file apart by their order', () => {
    const [first, second] = fingerprints('check', [place, place]);
    expect(first).not.toBe(second);
    expect(fingerprints('check', [place])[0]).toBe(first);
  });
});
