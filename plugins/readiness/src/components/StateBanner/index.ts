export { StateBanner, FailureTimes } from './StateBanner';
