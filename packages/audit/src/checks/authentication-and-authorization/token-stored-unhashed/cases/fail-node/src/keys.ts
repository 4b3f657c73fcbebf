import { randomBytes } from 'node:crypto';

export async function issue(user: { apiKey: string; save(): Promise<void> }) {
  user.apiKey = randomBytes(24).toString('base64url');
  await user.save();
}

export async function reset(prisma: any, userId: number) {
  const token = randomBytes(32).toString('hex');
  await prisma.passwordReset.create({ data: { token, userId } });
}
