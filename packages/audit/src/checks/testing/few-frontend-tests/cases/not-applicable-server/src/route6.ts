import mount from 'koa-mount';

export const route6 = mount('/6', () => {
  return 6;
});
