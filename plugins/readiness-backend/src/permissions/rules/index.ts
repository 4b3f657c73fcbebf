import { hasLifecycle } from './hasLifecycle';
import { hasTag } from './hasTag';
import { isEntityOwner } from './isEntityOwner';
import { isKind } from './isKind';
import { isOwnedByGroup } from './isOwnedByGroup';
import { isPartOfSystem } from './isPartOfSystem';
import { isType } from './isType';

/** All rules, by the name under which policies use them. */
export const rules = {
  hasLifecycle,
  hasTag,
  isEntityOwner,
  isKind,
  isOwnedByGroup,
  isPartOfSystem,
  isType,
};
