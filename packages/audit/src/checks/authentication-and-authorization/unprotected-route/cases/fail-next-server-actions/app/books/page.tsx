import { db } from '../../lib/db';
import { requireUser } from '../../lib/session';

export default async function Books() {
  const user = await requireUser();
  const books = await db.book.findMany({ where: { ownerId: user.userId } });
  async function rename(form: FormData) {
    'use server';
    await db.book.update({
      where: { id: String(form.get('id')) },
      data: { title: String(form.get('title')) },
    });
  }
  return <form action={rename}>{books.length}</form>;
}
