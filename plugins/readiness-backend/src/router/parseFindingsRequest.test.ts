import { findingsCursor } from '../ledger/database/operations/findings/cursor';
import { parseFindingsRequest } from './parseFindingsRequest';

describe('parseFindingsRequest', () => {
  it('orders by severity and takes 50 unless asked otherwise', () => {
    expect(parseFindingsRequest({})).toEqual({
      query: { filter: {}, orderBy: 'severity', order: 'asc' },
      limit: 50,
    });
    expect(
      parseFindingsRequest({
        severity: ['low'],
        newSince: '2026-01-01T02:00:00+02:00',
        orderBy: 'dueAt',
        order: 'desc',
        limit: 3,
      }),
    ).toEqual({
      query: {
        filter: { severity: ['low'], newSince: '2026-01-01T00:00:00.000Z' },
        orderBy: 'dueAt',
        order: 'desc',
      },
      limit: 3,
    });
  });

  it('takes everything but the limit from a cursor', () => {
    const cursor = {
      query: {
        filter: { check: ['x'] },
        orderBy: 'severity' as const,
        order: 'asc' as const,
      },
      position: { direction: 'next' as const, value: 1, key: 'f1' },
    };
    expect(
      parseFindingsRequest({
        cursor: findingsCursor.encode(cursor),
        check: ['y'],
        limit: 7,
      }),
    ).toEqual({ ...cursor, limit: 7 });
  });

  it('names a time that is none', () => {
    expect(() => parseFindingsRequest({ newSince: 'x' })).toThrow(
      'Invalid parameter "newSince": not a time',
    );
  });
});
