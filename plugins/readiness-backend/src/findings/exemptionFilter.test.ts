import { matchesFilter, parseExemptionFilter } from './exemptionFilter';

const entity = {
  entity_ref: 'component:default/one',
  kind: 'Component',
  namespace: 'default',
  name: 'one',
  title: 'One',
  tags: '["java","legacy"]',
  type: 'service',
  lifecycle: 'experimental',
  owner: 'group:default/a',
  system: null,
};

describe('exemption filters', () => {
  it.each([
    [{ kind: 'component' }, true],
    [{ kind: { $in: ['API'] } }, false],
    [{ 'metadata.tags': { $contains: 'legacy' } }, true],
    [{ 'spec.owner': 'group:default/a', 'spec.type': 'service' }, true],
    [{ 'spec.system': { $exists: true } }, false],
    [
      { $any: [{ kind: 'API' }, { $not: { 'spec.lifecycle': 'production' } }] },
      true,
    ],
  ])('%j: %s', (filter, expected) => {
    expect(matchesFilter(entity, parseExemptionFilter(filter))).toBe(expected);
  });

  const deep = (depth: number): object =>
    depth === 0 ? { kind: 'API' } : { $not: deep(depth - 1) };
  it.each([
    [{ 'metadata.annotations.x': 'y' }, '"metadata.annotations.x" is none of'],
    [{ $not: { password: 'x' } }, '"password" is none of'],
    [{ kind: { $like: 'x' } }, 'not a filter predicate'],
    [{ $any: 'x' }, 'not a filter predicate'],
    [deep(1000), 'too long or too deep'],
    [{ kind: 'x'.repeat(6000) }, 'too long or too deep'],
  ])('refuses %.60j', (filter, reason) => {
    expect(() => parseExemptionFilter(filter)).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringContaining(reason),
      }),
    );
  });
});
