const Koa = require('koa');
const { readFile } = require('node:fs/promises');

const app = new Koa();
const load = name => readFile(`/srv/${name}`);
app.use(async ctx => {
  ctx.body = await load(ctx.state.name);
});
app.listen(3000);
