import { send } from './mail';

export async function remind(users: string[]) {
  for (const user of users) {
    try {
      await send(user);
    } catch {
      // nobody reads this
    }
  }
}

export async function find(id: string) {
  try {
    return await db.query('select 1', [id]);
  } catch (error) {
    return null;
  }
}

process.on('unhandledRejection', () => {});
audit(users).catch(() => {});
