import { requireUser } from '../../../lib/session';

export async function POST(request: Request) {
  await requireUser();
  return Response.json(await request.json());
}
