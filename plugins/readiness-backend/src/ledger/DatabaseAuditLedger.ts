import { Knex } from 'knex';
import { AuditRun } from '../queue/AuditRun';
import { markGone } from '../queue/seeding/operations/markGone';
import { AuditLedger, AuditToWrite, Collection, KnownAudit } from './AuditLedger';
import { readCollections } from './database/operations/audits/readCollections';
import { readKnown } from './database/operations/audits/readKnown';
import { touchAudit } from './database/operations/audits/touchAudit';
import { writeAudit } from './database/operations/audits/writeAudit';

/** The ledger in the plugin's database. */
export class DatabaseAuditLedger implements AuditLedger {
  constructor(private readonly options: { knex: Knex }) {}

  readKnown(entityRef: string): Promise<KnownAudit> {
    return readKnown({ ...this.options, entityRef });
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

  touchAudit(options: { run: AuditRun }): Promise<boolean> {
    return touchAudit({
      ...options,
      knex: this.options.knex,
      nextInSeconds: options.run.nextInSeconds,
    });
  }

  dropEntity(entityRef: string): Promise<void> {
    return markGone({ ...this.options, entityRefs: [entityRef] });
  }
}
