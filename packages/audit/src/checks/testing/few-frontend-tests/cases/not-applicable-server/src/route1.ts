import mount from 'koa-mount';

export const route1 = mount('/1', () => {
  return 1;
});
