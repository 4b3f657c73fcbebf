export { TriageDialog } from './TriageDialog';
export type { TriageForm } from './TriageDialog';
