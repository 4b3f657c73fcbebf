import Koa from 'koa';
import Router from '@koa/router';

const router = new Router();
router.get('/tickets', async ctx => {
  ctx.body = [];
});

new Koa().use(router.routes()).listen(3000);
