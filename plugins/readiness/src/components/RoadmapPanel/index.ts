export { RoadmapPanel } from './RoadmapPanel';
