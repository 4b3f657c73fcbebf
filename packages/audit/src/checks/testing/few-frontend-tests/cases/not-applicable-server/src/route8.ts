import mount from 'koa-mount';

export const route8 = mount('/8', () => {
  return 8;
});
