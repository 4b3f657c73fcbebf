export { VerdictChip } from './VerdictChip';
export { VerdictIcon } from './VerdictIcon';
