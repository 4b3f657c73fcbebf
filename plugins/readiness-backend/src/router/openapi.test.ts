import { readFileSync } from 'fs';
import { generate, target } from '../../scripts/generate-openapi';

describe('openapi.generated.ts', () => {
  it('is current: otherwise run `node scripts/generate-openapi.js`', () => {
    expect(readFileSync(target, 'utf8')).toBe(generate());
  });
});
