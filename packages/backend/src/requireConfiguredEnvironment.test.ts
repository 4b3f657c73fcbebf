import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { requireConfiguredEnvironment } from './requireConfiguredEnvironment';

function check(text: string, env: Record<string, string>): string | undefined {
  const file = join(mkdtempSync(join(tmpdir(), 'config-')), 'app-config.yaml');
  writeFileSync(file, text);
  let message: string | undefined;
  requireConfiguredEnvironment(['node', 'x', '--config', file], env, text_ => {
    message = text_;
  });
  return message;
}

describe('requireConfiguredEnvironment', () => {
  it('names every variable that is missing, and the file', () => {
    const message = check('a: ${HOST}\nb: "x-${PASSWORD}-${SET}"\n', {
      SET: '1',
    });
    expect(message).toContain('HOST, PASSWORD');
    expect(message).toContain('app-config.yaml');
    expect(message).not.toContain('SET');
  });

  it('takes an empty variable as missing', () => {
    expect(check('a: ${HOST}', { HOST: '' })).toContain('HOST');
  });

  it('lets comments, escapes and defaults pass', () => {
    expect(
      check('# ${OLD}\na: $${LITERAL}\nb: ${PORT:-5432}\n', {}),
    ).toBeUndefined();
  });

  it('asks for nothing without --config', () => {
    const stop = jest.fn();
    requireConfiguredEnvironment(['node', 'x'], {}, stop);
    expect(stop).not.toHaveBeenCalled();
  });
});
