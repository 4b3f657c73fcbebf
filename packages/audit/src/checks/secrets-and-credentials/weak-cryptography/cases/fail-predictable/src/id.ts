export function invite() {
  const inviteCode = Math.random().toString(36).slice(2);
  return { inviteCode, sessionToken: `${Math.random()}` };
}
