import { isOrderField, servicesCursor } from './cursor';

const cursor: Parameters<typeof servicesCursor.encode>[0] = {
  query: {
    filter: { owner: ['group:default/a'], text: 'pay' },
    orderBy: 'score',
    order: 'desc',
  },
  position: {
    direction: 'next',
    value: 4.6,
    key: 'component:default/one',
  },
};
const encode = (value: unknown) =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

describe('cursor', () => {
  it('comes back as it was', () => {
    expect(servicesCursor.decode(servicesCursor.encode(cursor))).toEqual(
      cursor,
    );
  });

  it.each([
    ['garbage', '%%%'],
    ['nothing', ''],
    ['other JSON', encode(['x'])],
    ['a field too many', encode({ ...cursor, more: 1 })],
    [
      'an unknown order',
      encode({ ...cursor, query: { ...cursor.query, orderBy: 'entity_ref' } }),
    ],
    [
      'SQL for an order',
      encode({ ...cursor, query: { ...cursor.query, order: 'desc; drop' } }),
    ],
    [
      'text for a number',
      encode({ ...cursor, position: { ...cursor.position, value: '4' } }),
    ],
    [
      'a time that is none',
      encode({
        query: { ...cursor.query, orderBy: 'auditedAt' },
        position: { ...cursor.position, value: 'yesterday' },
      }),
    ],
    [
      'an object for a value',
      encode({ ...cursor, position: { ...cursor.position, value: {} } }),
    ],
    [
      'a filter that is none',
      encode({ ...cursor, query: { ...cursor.query, filter: { owner: 'x' } } }),
    ],
    [
      'an endless filter',
      encode({
        ...cursor,
        query: { ...cursor.query, filter: { text: 'x'.repeat(501) } },
      }),
    ],
    [
      'the character 0',
      encode({
        ...cursor,
        position: { ...cursor.position, key: 'a\0b' },
      }),
    ],
  ])('refuses %s, naming the field', (_, text) => {
    expect(() => servicesCursor.decode(text)).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: 'Invalid parameter "cursor": not a cursor of this list',
      }),
    );
  });
});

describe('isOrderField', () => {
  it.each(['title', 'owner', 'score', 'gap', 'level', 'findings', 'auditedAt'])(
    'knows %s',
    field => expect(isOrderField(field)).toBe(true),
  );

  it('knows areas', () => {
    expect(isOrderField('area:cors-and-headers')).toBe(true);
    expect(isOrderField('area:')).toBe(false);
    expect(isOrderField('entity_ref')).toBe(false);
  });
});
