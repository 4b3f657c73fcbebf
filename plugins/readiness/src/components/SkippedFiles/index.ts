export { SkippedFiles } from './SkippedFiles';
