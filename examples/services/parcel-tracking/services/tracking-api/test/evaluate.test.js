import { describe, expect, it } from 'vitest';
import { statusOf } from '../src/rules/evaluate.js';

const event = { carrier: 'nordpost', code: 'DLV', depot: 'Lund' };

describe('statusOf', () => {
  it('takes the first step that holds', () => {
    const steps = [
      { when: 'event.code === "COL"', status: 'collected' },
      {
        when: 'event.code === "DLV" && event.depot !== "RETURNS"',
        status: 'delivered',
      },
      { when: 'true', status: 'problem' },
    ];
    expect(statusOf(steps, event)).toBe('delivered');
  });

  it('skips a condition that does not work', () => {
    expect(statusOf([{ when: 'event.', status: 'problem' }], event)).toBe(
      'in-transit',
    );
  });
});
