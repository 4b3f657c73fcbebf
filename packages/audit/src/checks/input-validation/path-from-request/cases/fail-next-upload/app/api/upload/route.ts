import { writeFile } from 'node:fs/promises';
import path from 'node:path';

export async function POST(request: Request) {
  const form = await request.formData();
  const file = form.get('file') as File;
  const bytes = Buffer.from(await file.arrayBuffer());
  await writeFile(path.join('/data/uploads', file.name), bytes);
  await writeFile(path.join('/data/copies', path.parse(file.name).base), bytes);
  return Response.json({ ok: true });
}
