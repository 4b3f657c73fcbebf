export { orders } from './orders';
export const limit = 10;
