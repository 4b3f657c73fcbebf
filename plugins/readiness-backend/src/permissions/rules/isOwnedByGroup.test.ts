import { createResource } from '../../__testUtils__/fixtures';
import { isOwnedByGroup } from './isOwnedByGroup';

describe('isOwnedByGroup', () => {
  it('compares without regard to case, as a condition too', () => {
    const params = { groups: ['GROUP:DEFAULT/A', 'other'] };
    expect(
      isOwnedByGroup.apply(
        createResource({ owner: 'group:default/a' }),
        params,
      ),
    ).toBe(true);
    expect(isOwnedByGroup.apply(createResource({ owner: 'x' }), params)).toBe(
      false,
    );
    expect(isOwnedByGroup.apply(createResource({ owner: null }), params)).toBe(
      false,
    );
    expect(isOwnedByGroup.toQuery(params)).toEqual({
      column: 'owner',
      values: ['group:default/a', 'other'],
    });
  });
});
