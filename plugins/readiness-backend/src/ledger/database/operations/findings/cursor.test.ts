import { findingsCursor } from './cursor';

const cursor: Parameters<typeof findingsCursor.encode>[0] = {
  query: {
    filter: { owner: ['group:default/a'], overdue: true, text: 'pay' },
    orderBy: 'severity',
    order: 'desc',
  },
  position: { direction: 'next', value: 2, key: 'f1' },
};
const encode = (changes: { query?: object; position?: object; more?: 1 }) =>
  Buffer.from(
    JSON.stringify({
      ...cursor,
      ...changes,
      query: { ...cursor.query, ...changes.query },
      position: { ...cursor.position, ...changes.position },
    }),
  ).toString('base64url');

describe('findingsCursor', () => {
  it('comes back as it was', () => {
    expect(findingsCursor.decode(findingsCursor.encode(cursor))).toEqual(
      cursor,
    );
  });

  it.each([
    ['garbage', '%%%'],
    ['nothing', ''],
    ['a field too many', encode({ more: 1 })],
    ['an unknown order', encode({ query: { orderBy: 'id' } })],
    ['SQL for an order', encode({ query: { order: 'desc; drop' } })],
    ['an unknown severity', encode({ query: { filter: { severity: ['x'] } } })],
    ['an unknown filter', encode({ query: { filter: { password: ['x'] } } })],
    ['text for a number', encode({ position: { value: '2' } })],
    ['a number beyond all', encode({ position: { value: 7 } })],
    ['a time for a number', encode({ query: { orderBy: 'dueAt' } })],
    ['the character 0', encode({ position: { key: 'a\0b' } })],
  ])('refuses %s', (_, text) => {
    expect(() => findingsCursor.decode(text)).toThrow(
      'Invalid parameter "cursor": not a cursor of this list',
    );
  });
});
