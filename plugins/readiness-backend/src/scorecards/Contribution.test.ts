import { changesBetween, Contribution } from './Contribution';

const contribution = (
  changes: Partial<Contribution['sums']> = {},
  owner = 'group:default/a',
): Contribution => ({
  owner,
  system: null,
  sums: {
    entities: 1,
    scored: 1,
    score_sum: 5,
    target_sum: 9,
    findings_critical: 1,
    findings_high: 0,
    findings_medium: 0,
    findings_low: 0,
    ...changes,
  },
});

describe('changesBetween', () => {
  it('adds a new entity to each of its sums, in a fixed order', () => {
    expect(
      changesBetween(null, contribution()).map(({ dimension, key, delta }) => [
        dimension,
        key,
        delta.entities,
        delta.score_sum,
      ]),
    ).toEqual([
      ['owner', 'group:default/a', 1, 5],
      ['system', '', 1, 5],
      ['organisation', '', 1, 5],
    ]);
  });

  it('changes nothing when nothing changed, and takes out what has gone', () => {
    expect(changesBetween(contribution(), contribution())).toEqual([]);
    expect(changesBetween(null, null)).toEqual([]);
    expect(changesBetween(contribution(), null)[0].delta).toMatchObject({
      entities: -1,
      score_sum: -5,
      findings_critical: -1,
    });
  });

  it('moves an entity from owner to owner and leaves the whole alone', () => {
    expect(
      changesBetween(contribution(), contribution({}, 'group:default/b')).map(
        ({ key, delta }) => [key, delta.entities],
      ),
    ).toEqual([
      ['group:default/a', -1],
      ['group:default/b', 1],
    ]);
  });
});
