export { FindingLife } from './FindingLife';
