'use server';

import { db } from '../../lib/db';
import { requireUser } from '../../lib/session';

export async function addBook(form: FormData) {
  const user = await requireUser();
  await db.book.create({
    data: { title: String(form.get('title')), ownerId: user.userId },
  });
}

export const removeBook = async (id: string) => {
  await db.book.delete({ where: { id } });
};

async function counted() {
  await db.counter.update({ where: { id: 1 }, data: { value: 1 } });
}

export async function search(text: string) {
  await counted();
  return db.book.findMany({ where: { title: { contains: text } }, take: 20 });
}
