export { AreaScorecard } from './AreaScorecard';
