export const orders = (base: string) => fetch(`${base}/orders`);
