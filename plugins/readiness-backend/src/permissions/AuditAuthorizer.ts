import {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  AuthorizeResult,
  PermissionCriteria,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  createConditionTransformer,
} from '@backstage/plugin-permission-node';
import {
  readinessAuditReadPermission,
  readinessAuditRunPermission,
  readinessStandardManagePermission,
  RESOURCE_TYPE_READINESS_AUDIT,
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

/** A permission on what is known of an entity. */
export type EntityPermission = ResourcePermission<
  typeof RESOURCE_TYPE_READINESS_AUDIT
>;

/** Decides who may see and do what with which entities. */
export class AuditAuthorizer {
  constructor(
    private readonly options: {
      knex: Knex;
      permissions: PermissionsService;
      permissionsRegistry: PermissionsRegistryService;
    },
  ) {}

  /**
   * What the caller may see who needs all of these permissions.
   *
   * @throws NotAllowedError for whoever may read nothing at all.
   */
  async visibility(
    credentials: BackstageCredentials,
    needed: readonly EntityPermission[] = [readinessAuditReadPermission],
  ): Promise<Visibility> {
    const { permissions, permissionsRegistry } = this.options;
    const decisions = await permissions.authorizeConditional(
      needed.map(permission => ({ permission })),
      { credentials },
    );
    const toCriteria = createConditionTransformer(
      permissionsRegistry.getPermissionRuleset(readinessAuditResourceRef),
    );
    const criteria = decisions.flatMap(decision => {
      switch (decision.result) {
        case AuthorizeResult.ALLOW:
          return [];
        case AuthorizeResult.CONDITIONAL:
          return [toCriteria(decision.conditions)];
        default:
          throw new NotAllowedError('Not allowed to read audits');
      }
    });
    const [first, ...others] = criteria;
    return first && { allOf: [first, ...others] };
  }

  /** @throws NotFoundError for an entity that is unknown, and equally for one that the caller may not see. */
  async requireReadable(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const allowed = await this.allowed(
      [entityRef],
      [readinessAuditReadPermission],
      credentials,
    );
    if (!allowed.has(entityRef)) {
      throw new NotFoundError(`No audited entity ${entityRef}`);
    }
  }

  /** @throws NotFoundError as above, NotAllowedError for an entity that the caller may see but not audit. */
  async requireRunnable(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<void> {
    await this.requireReadable(entityRef, credentials);
    const allowed = await this.allowed(
      [entityRef],
      [readinessAuditRunPermission],
      credentials,
    );
    if (!allowed.has(entityRef)) {
      throw new NotAllowedError(`Not allowed to run audits of ${entityRef}`);
    }
  }

  /** @throws NotAllowedError for whoever may not change what is asked of many entities. */
  async requireStandardManager(
    credentials: BackstageCredentials,
  ): Promise<void> {
    const [{ result }] = await this.options.permissions.authorize(
      [{ permission: readinessStandardManagePermission }],
      { credentials },
    );
    if (result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError('Not allowed to manage the standard');
    }
  }

  /** Those of the entities with which all of these permissions are given. Unknown ones and those that have gone are not. */
  async allowed(
    entityRefs: readonly string[],
    needed: readonly EntityPermission[],
    credentials: BackstageCredentials,
  ): Promise<Set<string>> {
    const { knex, permissions, permissionsRegistry } = this.options;
    const decisions = await permissions.authorizeConditional(
      needed.map(permission => ({ permission })),
      { credentials },
    );
    const isAllowed = createConditionAuthorizer(
      permissionsRegistry.getPermissionRuleset(readinessAuditResourceRef),
    );
    const resources = await readResources({
      knex,
      entityRefs: [...entityRefs],
    });
    return new Set(
      resources
        .filter(
          (resource): resource is AuditResource =>
            resource !== undefined &&
            decisions.every(decision => isAllowed(decision, resource)),
        )
        .map(({ entityRef }) => entityRef),
    );
  }
}
