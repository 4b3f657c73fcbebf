export const rates = 1;
