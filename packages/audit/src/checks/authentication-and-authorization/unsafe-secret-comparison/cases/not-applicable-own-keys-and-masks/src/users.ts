const PASSWORD_REPLACEMENT = '_unchanged_';

export function passwordOf(body: { password: string }): string | undefined {
  return body.password === PASSWORD_REPLACEMENT ? undefined : body.password;
}
