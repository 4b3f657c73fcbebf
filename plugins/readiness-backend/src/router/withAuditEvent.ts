import {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';
import { assertError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';

/** Does something that the auditor must know of, whether it succeeds or not. */
export async function withAuditEvent<T>(
  auditor: AuditorService,
  options: AuditorServiceCreateEventOptions,
  work: () => Promise<T>,
  describe?: (result: T) => JsonObject,
): Promise<T> {
  const event = await auditor.createEvent(options);
  try {
    const result = await work();
    await event.success(describe && { meta: describe(result) });
    return result;
  } catch (error) {
    assertError(error);
    await event.fail({ error });
    throw error;
  }
}
