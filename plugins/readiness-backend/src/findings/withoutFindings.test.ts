import {
  createAudit,
  createCheck,
  createResult,
} from '../__testUtils__/fixtures';
import { withoutFindings } from './withoutFindings';

describe('withoutFindings', () => {
  it('keeps scores, verdicts and strengths, and no word of what failed', () => {
    const [failed, passed] = [createCheck('failed'), createCheck('passed')];
    const audit = createAudit(
      'component:default/one',
      [
        {
          ...createResult(failed, 'fail', ['hidden']),
          summary: 'hidden',
          lookedFor: ['hidden'],
        },
        createResult(passed, 'pass', ['shown']),
      ],
      [failed, passed],
    );
    const shown = withoutFindings({
      ...audit,
      skipped: [{ path: 'hidden', reason: 'too large' }],
    });
    expect(JSON.stringify(shown)).not.toContain('hidden');
    expect(shown).toMatchObject({
      overall: audit.overall,
      verdicts: audit.verdicts,
      strengths: audit.strengths,
      findings: [],
      risks: [],
    });
    expect(shown.results).toHaveLength(audit.results.length);
  });
});
