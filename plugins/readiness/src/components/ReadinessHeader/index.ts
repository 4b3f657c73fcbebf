export { ReadinessHeader } from './ReadinessHeader';
