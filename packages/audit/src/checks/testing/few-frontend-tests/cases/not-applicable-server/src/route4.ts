import mount from 'koa-mount';

export const route4 = mount('/4', () => {
  return 4;
});
