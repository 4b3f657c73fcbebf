import request from 'supertest';
import { app, otherWorkspace, workspace } from './support';

it('hides the boards of another workspace', async () => {
  const board = await request(app).post('/boards').set(workspace);
  await request(app).get(`/boards/${board.body.id}`).set(otherWorkspace).expect(404);
});
