import { AuditProgress } from '@readiness/audit';
import { SingleBar } from 'cli-progress';

/** A progress bar on standard error. */
export interface Progress {
  update(progress: AuditProgress): void;
  stop(): void;
}

const NONE: Progress = { update: () => {}, stop: () => {} };

/** A bar on a terminal, nothing anywhere else. */
export function startProgress(wanted: boolean): Progress {
  if (!wanted || !process.stderr.isTTY || process.env.TERM === 'dumb') {
    return NONE;
  }
  const bar = new SingleBar({
    format: 'Auditing [{bar}] {value}/{total} checks {check}',
    stream: process.stderr,
    barsize: 24,
    barCompleteChar: '#',
    barIncompleteChar: '.',
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    gracefulExit: false,
  });
  let started = false;
  return {
    update: ({ done, total, check = '' }) => {
      if (!started) {
        bar.start(total, done, { check });
        started = true;
      }
      bar.setTotal(total);
      bar.update(done, { check });
    },
    stop: () => {
      if (started) {
        bar.stop();
      }
    },
  };
}
