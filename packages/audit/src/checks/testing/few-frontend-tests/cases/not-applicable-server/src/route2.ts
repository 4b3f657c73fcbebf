import mount from 'koa-mount';

export const route2 = mount('/2', () => {
  return 2;
});
