import { causesOf } from './causesOf';

describe('causesOf', () => {
  const audit = {
    revision: 'r1',
    standard: { id: 'enterprise', version: '1.0.0' },
  };
  const previous = {
    revision: 'r1',
    rulesHash: 'rules',
    standardVersion: '1.0.0',
    owner: 'group:default/a',
  };
  const sources = { rulesHash: 'rules', owner: 'group:default/a' };

  it.each([
    ['first', { previous: undefined }],
    ['service', { audit: { ...audit, revision: 'r2' } }],
    ['rules', { sources: { ...sources, rulesHash: 'others' } }],
    ['rules', { previous: { ...previous, standardVersion: '0.9.0' } }],
    ['metadata', { sources: { ...sources, owner: null } }],
    ['metadata', {}],
    ['waiver', { decided: 'waiver' as const }],
    ['waiver', { decided: 'waiver' as const, sources: undefined }],
    ['attestation', { decided: 'attestation' as const, sources: undefined }],
  ])('says %s for %j', (cause, changes) => {
    expect(
      causesOf({ audit, previous, sources, decided: null, ...changes }),
    ).toEqual([cause]);
  });

  it('names all that changed', () => {
    expect(
      causesOf({
        audit: { ...audit, revision: 'r2' },
        previous,
        sources: { rulesHash: 'others', owner: null },
        decided: 'waiver',
      }),
    ).toEqual(['rules', 'service', 'waiver', 'metadata']);
  });
});
