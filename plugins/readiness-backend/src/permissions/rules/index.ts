import { isEntityOwner } from './isEntityOwner';
import { isKind } from './isKind';

/** All rules, by the name under which policies use them. */
export const rules = { isEntityOwner, isKind };
