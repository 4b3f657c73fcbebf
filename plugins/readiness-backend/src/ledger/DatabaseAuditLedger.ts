import { Knex } from 'knex';
import { Batcher } from '../database/Batcher';
import { AuditRun } from '../queue/AuditRun';
import { markGone } from '../queue/seeding/operations/markGone';
import {
  AuditLedger,
  AuditToWrite,
  Collection,
  KnownAudit,
} from './AuditLedger';
import { readCollections } from './database/operations/audits/readCollections';
import { readKnown } from './database/operations/audits/readKnown';
import { touchAudits } from './database/operations/audits/touchAudits';
import { writeAudit } from './database/operations/audits/writeAudit';

const MOST_AT_ONCE = 100;

/** The ledger in the plugin's database. What an entity costs that has not changed is shared by all who run at once. */
export class DatabaseAuditLedger implements AuditLedger {
  private readonly known: Batcher<string, KnownAudit>;
  private readonly touched: Batcher<AuditRun, boolean>;

  constructor(private readonly options: { knex: Knex }) {
    this.known = new Batcher({
      run: entityRefs => readKnown({ ...options, entityRefs }),
      atMost: MOST_AT_ONCE,
    });
    this.touched = new Batcher({
      run: runs =>
        touchAudits({
          ...options,
          runs: runs.map(run => ({ run, nextInSeconds: run.nextInSeconds })),
        }),
      atMost: MOST_AT_ONCE,
    });
  }

  readKnown(entityRef: string): Promise<KnownAudit> {
    return this.known.do(entityRef);
  }

  readCollections(entityRef: string): Promise<Map<string, Collection>> {
    return readCollections({ ...this.options, entityRef });
  }

  writeAudit(options: AuditToWrite): Promise<boolean> {
    return writeAudit({
      ...options,
      knex: this.options.knex,
      nextInSeconds: options.run.nextInSeconds,
    });
  }

  touchAudit({ run }: { run: AuditRun }): Promise<boolean> {
    return this.touched.do(run);
  }

  dropEntity(entityRef: string): Promise<void> {
    return markGone({ ...this.options, entityRefs: [entityRef] });
  }
}
