import { auth } from '@/lib/auth';

export async function POST(request: Request) {
  const session = await auth();
  if (!session) {
    return Response.json({ error: 'sign in first' }, { status: 401 });
  }
  return Response.json(await request.json(), { status: 201 });
}
