export { StrengthsPanel } from './StrengthsPanel';
