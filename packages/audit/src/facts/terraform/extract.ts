import { defineExtractor } from '../../engine/defineExtractor';
import { DeploymentRole, roleOf } from '../deployables/role';
import { readTerraform, TerraformBlock } from './readTerraform';

/** A resource of Terraform or OpenTofu. */
export interface TerraformResource extends TerraformBlock {
  path: string;
  role: DeploymentRole;
}

/** @public */
export interface Terraform {
  resources: TerraformResource[];
}

/**
 * Resources that Terraform files of the tree declare. Modules and variables are not followed.
 *
 * @public
 */
export const terraform = defineExtractor<Terraform>({
  id: 'terraform',
  extract: ({ tree }) => ({
    resources: tree.files
      .filter(({ path }) => /\.(?:tf|tofu)$/.test(path))
      .flatMap(({ path }) => {
        const { role } = roleOf(path);
        return readTerraform(tree.read(path) ?? '')
          .filter(({ type }) => type === 'resource')
          .map(block => ({ ...block, path, role }));
      }),
  }),
});
