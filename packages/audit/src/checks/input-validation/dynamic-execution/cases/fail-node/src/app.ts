import { exec, execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(exec);

export async function convert(name: string, rule: string) {
  await run(`convert ${name}`);
  execFile('convert', [name]);
  return new Function('input', rule);
}
