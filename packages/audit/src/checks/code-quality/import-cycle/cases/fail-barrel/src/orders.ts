import { limit } from '.';

export const orders = () => limit;
