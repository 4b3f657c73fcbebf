export { AttestDialog } from './AttestDialog';
