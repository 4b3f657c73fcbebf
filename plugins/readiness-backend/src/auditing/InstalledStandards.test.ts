import { enterpriseStandard } from '@readiness/plugin-readiness-common';
import { createCheck } from '../__testUtils__/fixtures';
import { InstalledStandards } from './InstalledStandards';

describe('InstalledStandards', () => {
  const standards = new InstalledStandards({
    standards: [enterpriseStandard],
    checks: [
      createCheck('b', { area: enterpriseStandard.areas[0].id }),
      createCheck('a', { area: enterpriseStandard.areas[0].id }),
      createCheck('stray', { area: 'no-such-area' }),
    ],
  });

  it('counts the checks of collectors and the attested ones', () => {
    expect(standards.list()).toEqual([
      {
        id: 'enterprise',
        version: enterpriseStandard.version,
        title: enterpriseStandard.title,
        description: enterpriseStandard.description,
        areas: enterpriseStandard.areas.length,
        checks: 3 + enterpriseStandard.attestedChecks.length,
      },
    ]);
  });

  it('orders checks by area, then by id', () => {
    const { checks } = standards.get('enterprise');
    const ids = checks.map(({ id }) => id);
    expect(ids.indexOf('a')).toBeLessThan(ids.indexOf('b'));
    expect(ids[ids.length - 1]).toBe('stray');
  });

  it('names a standard that is not there', () => {
    expect(() => standards.get('gold')).toThrow(
      expect.objectContaining({
        name: 'NotFoundError',
        message: 'There is no standard with the id "gold"',
      }),
    );
  });
});
