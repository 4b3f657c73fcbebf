import { createResource } from '../../__testUtils__/fixtures';
import { isKind } from './isKind';

describe('isKind', () => {
  const resource = (kind: string) => createResource({ kind });

  it('holds for the kinds in any case', () => {
    const params = { kinds: ['api', 'Component'] };
    expect(isKind.apply(resource('API'), params)).toBe(true);
    expect(isKind.apply(resource('component'), params)).toBe(true);
    expect(isKind.apply(resource('System'), params)).toBe(false);
  });

  it('becomes a condition', () => {
    expect(isKind.toQuery({ kinds: ['API'] })).toEqual({
      column: 'kind',
      values: ['api'],
    });
  });
});
