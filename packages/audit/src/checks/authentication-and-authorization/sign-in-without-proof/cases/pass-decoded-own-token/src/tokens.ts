import jwt from 'jsonwebtoken';

export function issue(subject: string, secret: string) {
  const token = jwt.sign({ subject }, secret, { expiresIn: '1h' });
  // The client wants to know when it was issued.
  const decoded = jwt.decode(token);
  return { token, issued: decoded.iat, sub: decoded.sub };
}

export function verify(token: string, secret: string) {
  if (isServiceToken(token)) {
    throw new Error('use the service endpoint');
  }
  return jwt.verify(token, secret, { algorithms: ['HS256'] });
}

const isServiceToken = (token: string): boolean => {
  const payload = jwt.decode(token);
  return payload['lxm'] != null;
};
