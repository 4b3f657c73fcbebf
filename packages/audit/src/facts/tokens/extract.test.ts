import { extractFacts } from '../../testing/extractFacts';
import { cookies, signed, storedTokens, urlsWithCredentials } from './extract';

describe('cookies', () => {
  it('reads flags through spread options and defaults of frameworks', async () => {
    const { facts } = await extractFacts(cookies, {
      'src/options.ts': 'export const base = { httpOnly: true };',
      'src/app.ts': [
        "import { base } from './options';",
        "res.cookie('a', token, { ...base, secure: isProduction, sameSite: 'none' });",
      ].join('\n'),
      'app.py':
        'from fastapi import Response\nresponse.set_cookie("b", value, secure=request.url.scheme == "https")\n',
    });
    expect(
      facts.map(({ name, httpOnly, secure, sameSite }) => [
        name,
        httpOnly,
        secure,
        sameSite,
      ]),
    ).toEqual([
      ['b', 'off', 'request', 'on'],
      ['a', 'on', 'conditional', 'off'],
    ]);
  });
});

describe('lives of cookies', () => {
  it('counts milliseconds where the library does', async () => {
    const { facts } = await extractFacts(cookies, {
      'src/express.ts':
        "res.cookie('a', token, { maxAge: 24 * 60 * 60 * 1000 });",
      'src/next.ts':
        "import { cookies } from 'next/headers';\ncookies().set('b', token, { maxAge: 60 * 60 * 24 });",
    });
    expect(facts.map(({ name, maxAge }) => [name, maxAge]).sort()).toEqual([
      ['a', 86_400],
      ['b', 86_400],
    ]);
  });
});

describe('storedTokens', () => {
  it('follows a token through a helper and its parameter into a field', async () => {
    const { facts } = await extractFacts(storedTokens, {
      'models.py':
        'from django.db import models\n\n\nclass Invite(models.Model):\n    token = models.TextField()\n',
      'service.py': [
        'import secrets',
        'from models import Invite',
        '',
        '',
        'def store_invite(token):',
        '    Invite.objects.create(token=token)',
        '',
        '',
        'def invite():',
        '    raw = secrets.token_hex(8)',
        '    store_invite(raw)',
        '    Invite.objects.create(token=digest(raw))',
      ].join('\n'),
    });
    expect(facts.storage).toEqual([
      expect.objectContaining({
        kind: 'write',
        subject: 'Invite.token',
        path: 'service.py',
        line: 6,
      }),
    ]);
  });
});

describe('signedTokens', () => {
  it('knows the life through settings', async () => {
    const { facts } = await extractFacts(signed, {
      'src/a.ts': [
        "import jwt from 'jsonwebtoken';",
        "const life = process.env.JWT_LIFE || '2d';",
        'export const a = () => jwt.sign({ id: 1 }, key, { expiresIn: life });',
        'export const b = () => jwt.sign({ id: 1 }, key);',
      ].join('\n'),
    });
    expect(facts.map(({ line, expiry }) => [line, expiry])).toEqual([
      [3, 'set'],
      [4, 'never'],
    ]);
  });
});

describe('urlsWithCredentials', () => {
  it('joins the pieces of an address', async () => {
    const { facts } = await extractFacts(urlsWithCredentials, {
      'a.py': 'url = "https://" + user + ":" + token + "@host"\n',
      'b.py': 'url = f"postgres://{user}:{password}@host"\n',
      'c.go':
        'package a\n\nvar u = fmt.Sprintf("https://%s:%s@host", user, token)\n',
    });
    expect(facts.map(({ path, where, what }) => [path, where, what])).toEqual([
      ['a.py', 'user info', 'token'],
      ['c.go', 'user info', 'token'],
    ]);
  });
});
