export { LoadingTab } from './LoadingTab';
