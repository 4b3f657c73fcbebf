import mount from 'koa-mount';

export const route11 = mount('/11', () => {
  return 11;
});
