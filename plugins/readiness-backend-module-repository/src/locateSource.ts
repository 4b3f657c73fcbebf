import { Entity, getEntitySourceLocation } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { basename, dirname, extname } from 'path';

/** Where the source tree of an entity lies. */
export type SourceLocation =
  | { type: 'url'; target: string }
  | { type: 'folder'; path: string };

/**
 * Location of the source tree, from `backstage.io/source-location` or else from where the descriptor was read.
 *
 * @returns `undefined` for an entity that was not read from a tree, for instance one that a provider made.
 * @throws InputError for a location of a type that cannot be read.
 */
export function locateSource(entity: Entity): SourceLocation | undefined {
  const annotations = entity.metadata.annotations ?? {};
  const explicit = annotations['backstage.io/source-location'];
  const managed = annotations['backstage.io/managed-by-location'];
  if (!explicit && !managed) {
    return undefined;
  }
  const { type, target } = getEntitySourceLocation(entity);
  if (type === 'url') {
    return { type: 'url', target };
  }
  if (type === 'file' || type === 'dir') {
    return {
      type: 'folder',
      path: isDescriptor(target) ? dirname(target) : target,
    };
  }
  if (!explicit) {
    return undefined;
  }
  throw new InputError(
    `The annotation backstage.io/source-location has the type "${type}"; only url and file can be read`,
  );
}

function isDescriptor(path: string): boolean {
  return ['.yaml', '.yml', '.json'].includes(extname(basename(path)));
}
