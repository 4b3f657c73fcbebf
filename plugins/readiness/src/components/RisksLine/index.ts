export { RisksLine } from './RisksLine';
