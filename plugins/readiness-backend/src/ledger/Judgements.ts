import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { CheckDefinition, Standard } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { listPendingJudgements } from './database/operations/judging/listPendingJudgements';
import { rejudge } from './database/operations/judging/rejudge';

/** More entities than this are left to the schedule: nobody waits for them before a page. */
const AT_ONCE = 20;
const PER_QUESTION = 100;

/** Brings audits up to date with what people decided, without reading a source. */
export class Judgements {
  constructor(
    private readonly options: {
      knex: Knex;
      standard: Standard;
      checks: readonly CheckDefinition[];
      logger: LoggerService;
    },
  ) {}

  /** A decision has been made about these entities: whoever made it sees at once what it does. */
  async follow(entityRefs: readonly (string | null)[]): Promise<void> {
    const refs = new Set(entityRefs.flatMap(ref => ref ?? []));
    if (refs.size > AT_ONCE) {
      return;
    }
    for (const entityRef of refs) {
      await this.judge(entityRef);
    }
  }

  /** Judges all that waits for it, and says how many there were. */
  async catchUp(signal: AbortSignal): Promise<number> {
    const { knex } = this.options;
    const failed = new Set<string>();
    let judged = 0;
    for (;;) {
      const pending = await listPendingJudgements({
        knex,
        limit: PER_QUESTION + failed.size,
      });
      const next = pending.filter(entityRef => !failed.has(entityRef));
      if (next.length === 0) {
        return judged;
      }
      for (const entityRef of next) {
        if (signal.aborted) {
          return judged;
        }
        if (await this.judge(entityRef)) {
          judged++;
        } else {
          failed.add(entityRef);
        }
      }
    }
  }

  /** The decision stands, whatever happens here: it is tried again by the schedule, and the next audit knows it. */
  private async judge(entityRef: string): Promise<boolean> {
    try {
      return await rejudge({ ...this.options, entityRef });
    } catch (error) {
      this.options.logger.warn(
        `Could not judge ${entityRef} again, trying later: ${stringifyError(
          error,
        )}`,
      );
      return false;
    }
  }
}
