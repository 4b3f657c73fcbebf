export { ScoreExplanation } from './ScoreExplanation';
