import { decrypt, encrypt } from './vault';

export function save(repository, tokens) {
  return repository.save({ refreshToken: encrypt(tokens.refreshToken) });
}

export const refreshTokenOf = connection => decrypt(connection.refreshToken);
