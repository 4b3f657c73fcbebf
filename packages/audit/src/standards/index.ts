export { nearest } from './nearest';
export { parseStandard } from './parseStandard';
