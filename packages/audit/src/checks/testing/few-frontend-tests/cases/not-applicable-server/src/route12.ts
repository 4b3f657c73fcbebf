import mount from 'koa-mount';

export const route12 = mount('/12', () => {
  return 12;
});
