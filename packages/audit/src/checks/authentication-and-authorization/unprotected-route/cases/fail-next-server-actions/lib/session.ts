import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { db } from './db';

export async function requireUser() {
  const id = (await cookies()).get('session')?.value;
  const session = id && (await db.session.findUnique({ where: { id } }));
  if (!session) {
    redirect('/login');
  }
  return session;
}
