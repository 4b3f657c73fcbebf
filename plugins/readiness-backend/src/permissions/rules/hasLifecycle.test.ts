import { createResource } from '../../__testUtils__/fixtures';
import { hasLifecycle } from './hasLifecycle';

describe('hasLifecycle', () => {
  it('compares without regard to case, as a condition too', () => {
    const params = { lifecycles: ['PRODUCTION', 'other'] };
    expect(
      hasLifecycle.apply(createResource({ lifecycle: 'production' }), params),
    ).toBe(true);
    expect(hasLifecycle.apply(createResource({ lifecycle: 'x' }), params)).toBe(
      false,
    );
    expect(
      hasLifecycle.apply(createResource({ lifecycle: null }), params),
    ).toBe(false);
    expect(hasLifecycle.toQuery(params)).toEqual({
      column: 'lifecycle',
      values: ['production', 'other'],
    });
  });
});
