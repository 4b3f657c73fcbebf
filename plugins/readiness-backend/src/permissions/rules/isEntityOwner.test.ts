import { createResource } from '../../__testUtils__/fixtures';
import { isEntityOwner } from './isEntityOwner';

describe('isEntityOwner', () => {
  const resource = (owner: string | null) => createResource({ owner });
  const params = { claims: ['Group:default/A', 'user:default/b'] };

  it('holds for owners among the claims', () => {
    expect(isEntityOwner.apply(resource('group:default/a'), params)).toBe(true);
    expect(isEntityOwner.apply(resource('group:default/c'), params)).toBe(
      false,
    );
    expect(isEntityOwner.apply(resource(null), params)).toBe(false);
    expect(
      isEntityOwner.apply(resource('group:default/a'), { claims: [] }),
    ).toBe(false);
  });

  it('becomes a condition', () => {
    expect(isEntityOwner.toQuery(params)).toEqual({
      column: 'owner',
      values: ['group:default/a', 'user:default/b'],
    });
  });
});
