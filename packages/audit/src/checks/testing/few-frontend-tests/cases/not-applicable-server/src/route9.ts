import mount from 'koa-mount';

export const route9 = mount('/9', () => {
  return 9;
});
