import { UsageError } from '../errors';

const PART = /^[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;

/**
 * Reads `--entity`: `name`, `kind:name`, `namespace/name` or `kind:namespace/name`.
 *
 * @returns `kind:namespace/name` in lower case.
 */
export function readEntityRef(value: string | undefined): string | undefined {
  if (value === undefined) {
    return undefined;
  }
  const [kind, path] = value.includes(':')
    ? [value.slice(0, value.indexOf(':')), value.slice(value.indexOf(':') + 1)]
    : ['component', value];
  const [namespace, name] = path.includes('/')
    ? [path.slice(0, path.indexOf('/')), path.slice(path.indexOf('/') + 1)]
    : ['default', path];
  if (![kind, namespace, name].every(part => PART.test(part))) {
    throw new UsageError(
      `--entity: expected a reference such as component:default/payments, got "${value}"`,
    );
  }
  return `${kind}:${namespace}/${name}`.toLocaleLowerCase('en-US');
}
