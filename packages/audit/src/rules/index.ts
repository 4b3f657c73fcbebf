export { compileChecks } from './compileChecks';
export { testChecks } from './testChecks';
export type { CheckCaseResult } from './testChecks';
