import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { say, Stop } from './toolchain.mjs';

const CANDIDATES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of a Chromium; where there is none and the machine is a Debian that lets us, its package is installed. */
export function ensureChromium() {
  const found = () => CANDIDATES.find(path => path && existsSync(path));
  if (!found() && existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) {
    say('Installing Chromium from Debian packages');
    const apt = args =>
      spawnSync('apt-get', args, {
        encoding: 'utf8',
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
    apt(['update', '-qq']);
    const { status, stderr } = apt(['install', '-y', '-qq', 'chromium']);
    if (status !== 0) {
      throw new Stop(`Chromium could not be installed:\n${stderr}`);
    }
  }
  const path = found();
  if (!path) {
    throw new Stop(
      'No Chromium found, and pages are tested in a real one. Install it (Debian: apt-get install chromium) or set CHROMIUM to its path.',
    );
  }
  return path;
}
