import { createHash, randomBytes } from 'node:crypto';

export async function open(prisma: any, userId: number) {
  const token = randomBytes(32).toString('base64url');
  const tokenDigest = createHash('sha256').update(token).digest('hex');
  await prisma.session.create({ data: { tokenDigest, userId } });
  return token;
}
