export { SourcePlace } from './SourcePlace';
