export default [{ rules: { eqeqeq: 'warn' } }];
