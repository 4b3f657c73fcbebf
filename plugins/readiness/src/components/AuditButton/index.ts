export { AuditButton } from './AuditButton';
