import { parseEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { TriageAction } from '@readiness/plugin-readiness-common';

/**
 * What the description of the API cannot say: assignees are references of users and groups in lower case, tickets are
 * links that a browser may follow.
 *
 * @throws InputError that names the field.
 */
export function checkTriageAction(action: TriageAction): void {
  if (action.type === 'assign' && action.assignee !== null) {
    checkAssignee(action.assignee);
  }
  if (action.type === 'link-ticket' && action.ticket !== null) {
    checkLink('ticket', action.ticket);
  }
}

/** @throws InputError unless a browser may follow it. */
export function checkLink(field: string, text: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    throw new InputError(
      `Invalid field "${field}": not an http or https address`,
    );
  }
}

function checkAssignee(text: string): void {
  let kind: string | undefined;
  try {
    kind = parseEntityRef(text).kind;
  } catch {
    kind = undefined;
  }
  if (
    (kind !== 'user' && kind !== 'group') ||
    text !== text.toLocaleLowerCase('en-US')
  ) {
    throw new InputError(
      'Invalid field "assignee": not a reference of a user or group, like "user:default/mia"',
    );
  }
}
