import mount from 'koa-mount';

export const route3 = mount('/3', () => {
  return 3;
});
