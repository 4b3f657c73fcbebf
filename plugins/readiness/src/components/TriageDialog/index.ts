export { TriageDialog } from './TriageDialog';
export type { Decision, TriageForm } from './TriageDialog';
