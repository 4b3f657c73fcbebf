import { remove } from '@/lib/members';

export async function DELETE(_request: Request, { params }: { params: { id: string } }) {
  await remove(params.id);
  return new Response(null, { status: 204 });
}
