import { servicesCursor } from '../ledger/database/operations/services/cursor';
import { parseServicesRequest } from './parseServicesRequest';

describe('parseServicesRequest', () => {
  it('orders by score and takes 50 unless asked otherwise', () => {
    expect(parseServicesRequest({})).toEqual({
      query: { filter: {}, orderBy: 'score', order: 'asc' },
      limit: 50,
    });
    expect(
      parseServicesRequest({
        kind: ['API'],
        text: 'pay',
        orderBy: 'area:logging',
        order: 'desc',
        limit: 3,
      }),
    ).toEqual({
      query: {
        filter: { kind: ['API'], text: 'pay' },
        orderBy: 'area:logging',
        order: 'desc',
      },
      limit: 3,
    });
  });

  it('takes everything but the limit from a cursor', () => {
    const cursor = {
      query: {
        filter: { kind: ['API'] },
        orderBy: 'title' as const,
        order: 'desc' as const,
      },
      position: {
        direction: 'next' as const,
        value: 'x',
        key: 'api:default/x',
      },
    };
    expect(
      parseServicesRequest({
        cursor: servicesCursor.encode(cursor),
        kind: ['Component'],
        orderBy: 'score',
        limit: 7,
      }),
    ).toEqual({ ...cursor, limit: 7 });
  });

  it('names an order that it does not know', () => {
    expect(() => parseServicesRequest({ orderBy: 'password' })).toThrow(
      'Invalid parameter "orderBy": the list cannot be ordered by "password"',
    );
  });
});
