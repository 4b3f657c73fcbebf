import { CustomErrorBase, InputError } from '@backstage/errors';
import { Request } from 'express';

/** What the sender has read is no longer so. */
export class PreconditionFailedError extends CustomErrorBase {
  name = 'PreconditionFailedError' as const;
  readonly statusCode = 412;
}

/** The version of something as an entity tag. */
export function entityTag(version: number): string {
  return `"${version}"`;
}

/** The version that the sender has read, if it tells one. */
export function versionToMatch(
  req: Pick<Request, 'header'>,
): number | undefined {
  const header = req.header('If-Match');
  if (header === undefined || header.trim() === '*') {
    return undefined;
  }
  const version = /^"([1-9]\d{0,8})"$/.exec(header.trim())?.[1];
  if (!version) {
    throw new InputError(
      'Invalid header "If-Match": not an entity tag of this resource',
    );
  }
  return Number(version);
}
