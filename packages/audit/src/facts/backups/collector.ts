import { offSiteIn } from './offSite';
import {
  BackupFact,
  BackupMount,
  Backups,
  LogArchiveFact,
  OffSiteFact,
} from './schema';
import { backupToolIn } from './tools';

/** Where something is run regularly. */
export interface SchedulePlace {
  text: string;
  path: string;
  line: number;
}

/** What a script does with data. */
export interface ScriptFact {
  path: string;
  /** Where it copies data, if it does. */
  backup?: { tool: string; products: readonly string[]; line: number };
  /** Where it copies files to another place, if it does. */
  offSite?: BackupFact['offSite'];
}

/** Gathers what the readers find, and matches schedules with the scripts that they run. */
export class BackupCollector {
  readonly found: BackupFact[] = [];
  readonly offSite: OffSiteFact[] = [];
  private readonly byHand: OffSiteFact[] = [];
  private readonly archives: LogArchiveFact[] = [];
  private readonly scheduled = new Map<
    string,
    { place: SchedulePlace; mounts: BackupMount[] }
  >();

  constructor(private readonly scripts: readonly ScriptFact[]) {}

  /** A command or a few lines that run on a schedule. */
  schedule(
    text: string,
    place: SchedulePlace,
    by: BackupFact['by'] = 'command',
    mounts: BackupMount[] = [],
  ): void {
    const words = text.split(/[\s'"`;|&]+/);
    let ran = false;
    for (const script of this.scripts) {
      const name = script.path.slice(script.path.lastIndexOf('/') + 1);
      if (words.some(word => word === name || word.endsWith(`/${name}`))) {
        this.scheduled.set(script.path, { place, mounts });
        ran = true;
      }
    }
    const tool = backupToolIn(text);
    const away = offSiteIn(text);
    const copy = away && { ...away, path: place.path, line: place.line };
    if (tool) {
      this.found.push({
        ...tool,
        path: place.path,
        line: place.line,
        schedule: place,
        inCode: false,
        by,
        mounts,
        ...(copy ? { offSite: copy } : {}),
      });
    } else if (copy && !ran) {
      this.offSite.push({ ...copy, mounts });
    }
  }

  /** A command that a database runs for each of its logs. */
  archive(command: string, fact: Omit<LogArchiveFact, 'offSite'>): void {
    const script = this.scripts.find(({ path }) =>
      command.includes(`/${path.slice(path.lastIndexOf('/') + 1)}`),
    );
    const away = offSiteIn(command);
    const offSite = away
      ? { ...away, path: fact.path, line: fact.line }
      : script?.offSite;
    this.archives.push({ ...fact, ...(offSite ? { offSite } : {}) });
  }

  /** Everything that was found, with the scripts at the end. */
  result(): Backups {
    for (const { path, backup, offSite } of this.scripts) {
      const run = this.scheduled.get(path);
      if (backup) {
        this.found.push({
          ...backup,
          path,
          schedule: run?.place,
          inCode: false,
          by: 'script',
          mounts: run?.mounts ?? [],
          ...(offSite ? { offSite } : {}),
        });
      } else if (offSite && run) {
        this.offSite.push({ ...offSite, mounts: run.mounts });
      } else if (offSite) {
        this.byHand.push({ ...offSite, mounts: [] });
      }
    }
    this.found.sort((a, b) => compare(a.path, b.path) || a.line - b.line);
    this.offSite.sort((a, b) => compare(a.path, b.path) || a.line - b.line);
    return {
      backups: this.found,
      archives: this.archives,
      offSite: this.offSite,
      byHand: this.byHand,
    };
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
