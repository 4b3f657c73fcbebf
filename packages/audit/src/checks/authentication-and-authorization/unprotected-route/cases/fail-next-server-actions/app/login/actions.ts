'use server';

import { db } from '../../lib/db';

export async function signUp(form: FormData) {
  await db.user.create({ data: { email: String(form.get('email')) } });
}
