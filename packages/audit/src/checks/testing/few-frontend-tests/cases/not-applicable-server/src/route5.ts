import mount from 'koa-mount';

export const route5 = mount('/5', () => {
  return 5;
});
