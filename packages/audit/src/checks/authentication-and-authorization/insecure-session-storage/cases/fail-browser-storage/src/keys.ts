export const SESSION_KEY = 'shop.session';
