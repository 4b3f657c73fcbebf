import { extractFacts } from '../../testing/extractFacts';
import { coverage } from './extract';

describe('coverage', () => {
  it('reads thresholds and what measures', async () => {
    const { facts } = await extractFacts(coverage, {
      'api/pyproject.toml':
        '[tool.pytest.ini_options]\naddopts = "--cov=shop"\n\n[tool.coverage.report]\nfail_under = 80\n',
      'web/vitest.config.ts':
        'export default { test: { coverage: { enabled: true, thresholds: { lines: 80 } } } };\n',
      'lib/jest.config.js': 'module.exports = { coverageThreshold: {} };\n',
      'codecov.yml':
        'coverage:\n  status:\n    project: { default: { informational: true } }\n    patch: { default: { target: 80% } }\n',
    });
    expect(
      facts.configurations.map(({ folder, measured, threshold }) => [
        folder,
        measured,
        threshold?.line,
      ]),
    ).toEqual([
      ['api', true, 5],
      ['lib', false, undefined],
      ['web', true, 1],
    ]);
    expect(facts.services).toEqual([
      { path: 'codecov.yml', line: 3, blocks: 'patch' },
    ]);
  });
});
