export { ScoreBar } from './ScoreBar';
