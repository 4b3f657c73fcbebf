export const fetchOrders = (url: string, token: string) =>
  fetch(url, { headers: { authorization: `Bearer ${token}` } });
