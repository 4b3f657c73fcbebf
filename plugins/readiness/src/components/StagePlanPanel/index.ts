export { StagePlanPanel } from './StagePlanPanel';
