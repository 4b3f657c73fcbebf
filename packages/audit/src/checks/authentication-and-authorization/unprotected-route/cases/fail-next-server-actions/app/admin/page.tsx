import { db } from '../../lib/db';

export default async function Admin() {
  const users = await db.user.findMany({ take: 50 });
  return <ul>{users.map(user => <li key={user.id}>{user.email}</li>)}</ul>;
}
