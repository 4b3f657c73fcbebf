import { CheckContext } from '../engine/types';
import { deployables } from '../facts/deployables/extract';
import { isHelperImage } from '../facts/deployables/helpers';
import { datastoreProduct } from '../facts/datastores/images';
import { resolveVariables } from '../facts/deployables/variables';

/** A variable that production configuration of the tree sets for a deployable. */
export interface DeployedVariable {
  name: string;
  /** With the defaults of `${NAME:-default}` filled in. */
  value: string;
  /** The value, or a part of it, is only known where it is deployed. */
  unresolved: boolean;
  /** Service, workload or Dockerfile. */
  subject: string;
  source: 'compose' | 'kubernetes' | 'dockerfile';
  path: string;
  line: number;
}

/** What one deployable runs with. */
export interface DeployedEnvironment {
  subject: string;
  /** Innermost first: what the service sets replaces what its image sets. */
  variables: DeployedVariable[];
  /** Runs code of the tree: built here, or a workload whose image is no product of others. */
  own: boolean;
  /** Takes variables from files or objects that are not read: others may be set. */
  open: boolean;
}

/**
 * The environment of each deployable of production configuration: Compose services over their images, containers of
 * workloads, images that nothing in the tree starts. A variable that is set twice appears once, as it holds.
 */
export async function deployedEnvironments(
  context: CheckContext,
): Promise<DeployedEnvironment[]> {
  const facts = await context.facts(deployables);
  const result: DeployedEnvironment[] = [];
  const add = (
    subject: string,
    own: boolean,
    open: boolean,
    layers: readonly {
      source: DeployedVariable['source'];
      variables: readonly {
        name: string;
        value?: string;
        path: string;
        line: number;
      }[];
    }[],
  ) => {
    const found = new Map<string, DeployedVariable>();
    let taken = open;
    for (const { source, variables } of layers) {
      for (const { name, value, path, line } of variables) {
        if (value === undefined) {
          // Taken over from the shell or a secret: set, but not known.
          taken = true;
        }
        const { text, unresolved } = resolveVariables(value ?? `\${${name}}`);
        found.set(name, {
          name,
          value: text,
          unresolved: unresolved.length > 0,
          subject,
          source,
          path,
          line,
        });
      }
    }
    result.push({
      subject,
      own,
      variables: [...found.values()],
      open: taken,
    });
  };
  const ofImage = (image: {
    path: string;
    env: readonly { name: string; value?: string; line: number }[];
  }) => ({
    source: 'dockerfile' as const,
    variables: image.env.map(item => ({ ...item, path: image.path })),
  });
  for (const { service, built } of facts.services) {
    add(service.name, built !== undefined, service.envFiles.length > 0, [
      ...(built ? [ofImage(built)] : []),
      { source: 'compose', variables: service.environment },
    ]);
  }
  for (const workload of facts.workloads) {
    for (const container of workload.containers) {
      const { image } = container;
      const own =
        image !== undefined &&
        !datastoreProduct(image) &&
        !isHelperImage(image);
      add(workload.name, own, container.envFrom, [
        {
          source: 'kubernetes',
          variables: container.env.map(item => ({
            ...item,
            path: workload.path,
          })),
        },
      ]);
    }
  }
  for (const { path, role, image, starts, usedBy } of facts.images) {
    if (role === 'production' && starts && usedBy.length === 0) {
      add(path, true, facts.workloads.length > 0, [
        ofImage({ path, env: image.env }),
      ]);
    }
  }
  return result;
}

/** `true`, `1`, `yes`, `on`. */
export function isOn(value: unknown): boolean {
  return (
    value === true ||
    value === 1 ||
    (typeof value === 'string' && /^(?:true|1|yes|on)$/i.test(value.trim()))
  );
}

/** Names of the development environment, as variables that name an environment hold them. */
export function namesDevelopment(value: string): boolean {
  return /^(?:dev|devel|develop|development|local|localhost|test|testing|debug)$/i.test(
    value.trim(),
  );
}

/** Variables that name the environment a program runs in. */
export const ENVIRONMENT_VARIABLE =
  /^(?:[A-Z][A-Z0-9]*_)*(?:ENV|ENVIRONMENT|APP_ENV|NODE_ENV|RUN_ENV|RUN_MODE|DEPLOY_ENV|DEPLOYMENT_ENV|APP_MODE|APP_STAGE|STAGE|SPRING_PROFILES_ACTIVE)$/i;
