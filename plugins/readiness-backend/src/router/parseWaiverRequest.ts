import { InputError } from '@backstage/errors';
import { WaiverRequest } from '@readiness/plugin-readiness-common';
import { WaiverBody } from './endpoints';

/**
 * What the description of the API cannot say: which fields belong to which kind.
 *
 * @throws InputError that names the field.
 */
export function parseWaiverRequest(body: WaiverBody): WaiverRequest {
  const { kind, reason, expiresAt, findings, check, entityRef, filter } = body;
  const invalid = (field: string, why: string) =>
    new InputError(`Invalid field "${field}": ${why}`);
  if (kind !== 'false-positive' && expiresAt === undefined) {
    throw invalid('expiresAt', `a waiver of kind ${kind} needs an end`);
  }
  if (kind === 'exemption') {
    if (findings) {
      throw invalid('findings', 'an exemption is of an entity or a filter');
    }
    if ((entityRef === undefined) === (filter === undefined)) {
      throw invalid('entityRef', 'an exemption needs either this or a filter');
    }
    return { kind, check, entityRef, filter, reason, expiresAt: expiresAt! };
  }
  if (!findings) {
    throw invalid('findings', `a waiver of kind ${kind} needs some`);
  }
  for (const [field, value] of Object.entries({ check, entityRef, filter })) {
    if (value !== undefined) {
      throw invalid(field, `a waiver of kind ${kind} is of findings`);
    }
  }
  return kind === 'accepted-risk'
    ? { kind, findings, reason, expiresAt: expiresAt! }
    : { kind, findings, reason, expiresAt };
}
