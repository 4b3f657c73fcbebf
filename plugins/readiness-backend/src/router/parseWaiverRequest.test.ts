import { WaiverBody } from './endpoints';
import { parseWaiverRequest } from './parseWaiverRequest';

const reason = 'x';
const expiresAt = '2027-01-01T00:00:00Z';

describe('parseWaiverRequest', () => {
  it.each<WaiverBody>([
    { kind: 'accepted-risk', findings: ['a'], reason, expiresAt },
    { kind: 'false-positive', findings: ['a'], reason },
    { kind: 'exemption', entityRef: 'a:b/c', check: 'x', reason, expiresAt },
    { kind: 'exemption', filter: { kind: 'API' }, reason, expiresAt },
  ])('takes %j', body => {
    expect(parseWaiverRequest(body)).toEqual(body);
  });

  it.each<[WaiverBody, string]>([
    [{ kind: 'accepted-risk', findings: ['a'], reason }, 'expiresAt'],
    [{ kind: 'exemption', entityRef: 'a', reason }, 'expiresAt'],
    [{ kind: 'exemption', reason, expiresAt }, 'entityRef'],
    [
      { kind: 'exemption', entityRef: 'a', filter: {}, reason, expiresAt },
      'entityRef',
    ],
    [
      { kind: 'exemption', entityRef: 'a', findings: ['a'], reason, expiresAt },
      'findings',
    ],
    [{ kind: 'false-positive', reason }, 'findings'],
    [{ kind: 'false-positive', findings: ['a'], check: 'x', reason }, 'check'],
    [
      { kind: 'accepted-risk', findings: ['a'], filter: {}, reason, expiresAt },
      'filter',
    ],
  ])('refuses %j, naming %s', (body, field) => {
    expect(() => parseWaiverRequest(body)).toThrow(`Invalid field "${field}"`);
  });
});
