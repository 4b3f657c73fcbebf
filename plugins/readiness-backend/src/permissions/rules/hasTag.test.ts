import { createResource } from '../../__testUtils__/fixtures';
import { hasTag } from './hasTag';

describe('hasTag', () => {
  it('compares without regard to case, as a condition too', () => {
    const params = { tags: ['JAVA', 'go'] };
    expect(hasTag.apply(createResource({ tags: ['java', 'x'] }), params)).toBe(
      true,
    );
    expect(hasTag.apply(createResource({ tags: ['x'] }), params)).toBe(false);
    expect(hasTag.apply(createResource({ tags: [] }), params)).toBe(false);
    expect(hasTag.toQuery(params)).toEqual({
      column: 'tag',
      values: ['java', 'go'],
    });
  });
});
