import { enterpriseStandard } from '@readiness/plugin-readiness-common';
import { createCheck, createCollector } from '../__testUtils__/fixtures';
import { hashRules } from './hashRules';

describe('hashRules', () => {
  const collector = createCollector('a', [createCheck('one')], async () => ({
    status: 'unchanged',
  }));
  const rules = {
    standard: enterpriseStandard,
    collectors: [collector],
  };

  it('is the same for the same rules', () => {
    expect(hashRules({ ...rules })).toBe(hashRules(rules));
  });

  it.each([
    ['standard', { ...rules, standard: { ...rules.standard, version: '9' } }],
    ['collector', { ...rules, collectors: [{ ...collector, version: '2' }] }],
    ['number of collectors', { ...rules, collectors: [] }],
  ])('changes with the %s', (_, changed) => {
    expect(hashRules(changed)).not.toBe(hashRules(rules));
  });
});
