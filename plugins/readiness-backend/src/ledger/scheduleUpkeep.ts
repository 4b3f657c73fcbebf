import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { ReadinessConfig } from '../config/readReadinessConfig';
import { lapseAttestations } from './database/operations/attestations/lapseAttestations';
import { removeOldHistory } from './database/operations/history/removeOldHistory';
import { removeOldKeys } from './database/operations/idempotency/removeOldKeys';
import { takeOutGone } from './database/operations/scorecards/takeOutGone';
import { lapseWaivers } from './database/operations/waivers/lapseWaivers';
import { Judgements } from './Judgements';

const KEYS_KEPT_SECONDS = 24 * 3600;

/**
 * On one replica: every minute what lapses by time comes back and audits learn what was decided, and a few times a day
 * what is too old is forgotten.
 */
export async function scheduleUpkeep(options: {
  knex: Knex;
  scheduler: SchedulerService;
  logger: LoggerService;
  judgements: Judgements;
  history: ReadinessConfig['history'];
}): Promise<void> {
  const { knex, scheduler, logger, judgements } = options;
  await scheduler.scheduleTask({
    id: 'readiness-ledger-upkeep',
    frequency: { minutes: 1 },
    timeout: { minutes: 15 },
    scope: 'global',
    fn: async signal => {
      const waivers = await lapseWaivers({ knex });
      const attestations = await lapseAttestations({ knex });
      const judged = await judgements.catchUp(signal);
      await takeOutGone({ knex });
      if (waivers || attestations || judged) {
        logger.info(
          `${waivers} waivers and ${attestations} attestations lapsed, ${judged} entities judged again`,
        );
      }
    },
  });
  await scheduler.scheduleTask({
    id: 'readiness-ledger-retention',
    frequency: { hours: 6 },
    timeout: { minutes: 15 },
    scope: 'global',
    fn: async () => {
      await removeOldHistory({ knex, keepDays: options.history.keepDays });
      await removeOldKeys({ knex, olderThanSeconds: KEYS_KEPT_SECONDS });
    },
  });
}
