import mount from 'koa-mount';

export const route7 = mount('/7', () => {
  return 7;
});
