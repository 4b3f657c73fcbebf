import { createResource } from '../../__testUtils__/fixtures';
import { isPartOfSystem } from './isPartOfSystem';

describe('isPartOfSystem', () => {
  it('compares without regard to case, as a condition too', () => {
    const params = { systems: ['SYSTEM:DEFAULT/SHOP', 'other'] };
    expect(
      isPartOfSystem.apply(
        createResource({ system: 'system:default/shop' }),
        params,
      ),
    ).toBe(true);
    expect(isPartOfSystem.apply(createResource({ system: 'x' }), params)).toBe(
      false,
    );
    expect(isPartOfSystem.apply(createResource({ system: null }), params)).toBe(
      false,
    );
    expect(isPartOfSystem.toQuery(params)).toEqual({
      column: 'system',
      values: ['system:default/shop', 'other'],
    });
  });
});
