import { createHash, timingSafeEqual } from 'node:crypto';

function digest(value) {
  return createHash('sha256').update(value).digest();
}

export function requireToken(expected) {
  const wanted = digest(expected);

  return (req, res, next) => {
    const [scheme, token = ''] = (req.headers.authorization ?? '').split(' ');
    if (scheme !== 'Bearer' || !timingSafeEqual(digest(token), wanted)) {
      console.warn(`refused ${req.method} ${req.originalUrl} from ${req.ip}`);
      res.status(401).json({
        code: 'not-authenticated',
        message: 'The token is not valid.',
      });
      return;
    }
    next();
  };
}
