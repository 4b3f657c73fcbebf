import {
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { Request } from 'express';

/** Who sends a request. */
export interface Caller {
  credentials: BackstageCredentials;
  /** Entity reference of a person, or the name of a service: what histories say. */
  actor: string;
}

/** @throws AuthenticationError for nobody. */
export async function callerOf(
  req: Request<any, any, any, any, any>,
  { httpAuth }: { httpAuth: HttpAuthService },
): Promise<Caller> {
  const credentials = await httpAuth.credentials(req, {
    allow: ['user', 'service'],
  });
  const { principal } = credentials;
  return {
    credentials,
    actor:
      principal.type === 'user'
        ? principal.userEntityRef.toLocaleLowerCase('en-US')
        : principal.subject,
  };
}
