import { createResource } from '../../__testUtils__/fixtures';
import { isType } from './isType';

describe('isType', () => {
  it('compares without regard to case, as a condition too', () => {
    const params = { types: ['SERVICE', 'other'] };
    expect(isType.apply(createResource({ type: 'Service' }), params)).toBe(
      true,
    );
    expect(isType.apply(createResource({ type: 'x' }), params)).toBe(false);
    expect(isType.apply(createResource({ type: null }), params)).toBe(false);
    expect(isType.toQuery(params)).toEqual({
      column: 'type',
      values: ['service', 'other'],
    });
  });
});
