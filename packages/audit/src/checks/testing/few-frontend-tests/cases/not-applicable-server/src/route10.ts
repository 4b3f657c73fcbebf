import mount from 'koa-mount';

export const route10 = mount('/10', () => {
  return 10;
});
