import { findingId } from './findingId';

describe('findingId', () => {
  it('is the same for the same finding, and another for any other', () => {
    const id = findingId('component:default/one', 'f1');
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(findingId('component:default/one', 'f1')).toBe(id);
    expect(findingId('component:default/two', 'f1')).not.toBe(id);
    expect(findingId('component:default/one', 'f2')).not.toBe(id);
  });
});
