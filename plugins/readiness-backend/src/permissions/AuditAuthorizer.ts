import {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  AuthorizeResult,
  PermissionCriteria,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  createConditionTransformer,
} from '@backstage/plugin-permission-node';
import {
  readinessAuditReadPermission,
  readinessAuditRunPermission,
} from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import {
  AuditCondition,
  AuditResource,
  readinessAuditResourceRef,
} from './auditResource';
import { readResources } from './readResources';

/** What a caller may see: everything (`undefined`), what meets the criteria, or nothing. */
export type Visibility = PermissionCriteria<AuditCondition> | undefined;

/** Decides who may read and run which audits. */
export class AuditAuthorizer {
  constructor(
    private readonly options: {
      knex: Knex;
      permissions: PermissionsService;
      permissionsRegistry: PermissionsRegistryService;
    },
  ) {}

  /** @throws NotAllowedError for whoever may read nothing at all. */
  async visibility(credentials: BackstageCredentials): Promise<Visibility> {
    const { permissions, permissionsRegistry } = this.options;
    const [decision] = await permissions.authorizeConditional(
      [{ permission: readinessAuditReadPermission }],
      { credentials },
    );
    switch (decision.result) {
      case AuthorizeResult.ALLOW:
        return undefined;
      case AuthorizeResult.CONDITIONAL:
        return createConditionTransformer(
          permissionsRegistry.getPermissionRuleset(readinessAuditResourceRef),
        )(decision.conditions);
      default:
        throw new NotAllowedError('Not allowed to read audits');
    }
  }

  /** @throws NotFoundError for an entity that is unknown, and equally for one that the caller may not see. */
  async requireReadable(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<AuditResource> {
    const { knex } = this.options;
    const [resource] = await readResources({ knex, entityRefs: [entityRef] });
    if (
      !resource ||
      !(await this.isAllowed(
        readinessAuditReadPermission,
        resource,
        credentials,
      ))
    ) {
      throw new NotFoundError(`No audited entity ${entityRef}`);
    }
    return resource;
  }

  /** @throws NotFoundError as above, NotAllowedError for an entity that the caller may see but not audit. */
  async requireRunnable(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const resource = await this.requireReadable(entityRef, credentials);
    if (
      !(await this.isAllowed(
        readinessAuditRunPermission,
        resource,
        credentials,
      ))
    ) {
      throw new NotAllowedError(`Not allowed to run audits of ${entityRef}`);
    }
  }

  private async isAllowed(
    permission:
      | typeof readinessAuditReadPermission
      | typeof readinessAuditRunPermission,
    resource: AuditResource,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const { permissions, permissionsRegistry } = this.options;
    const [decision] = await permissions.authorizeConditional(
      [{ permission }],
      { credentials },
    );
    return createConditionAuthorizer(
      permissionsRegistry.getPermissionRuleset(readinessAuditResourceRef),
    )(decision, resource);
  }
}
