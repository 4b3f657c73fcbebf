export { AreaFilter, FindingsFilters } from './FindingsFilters';
