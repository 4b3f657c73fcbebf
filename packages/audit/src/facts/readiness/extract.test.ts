import { extractFacts } from '../../testing/extractFacts';
import { applicationStates } from './extract';

describe('applicationStates', () => {
  it('follows handlers into helpers, dependencies and services', async () => {
    const { facts } = await extractFacts(applicationStates, {
      'app/main.py': [
        'from fastapi import Depends, FastAPI',
        'from app.db import check, ping',
        'app = FastAPI()',
        '',
        '@app.get("/health")',
        'def health():',
        '    return "ok"',
        '',
        '@app.get("/health/db")',
        'async def database(state=Depends(check)):',
        '    return state',
        '',
        '@app.get("/readyz")',
        'async def ready():',
        '    try:',
        '        await ping()',
        '    except Exception:',
        '        return {"status": "down"}',
        '    return {"status": "up"}',
      ].join('\n'),
      'app/db.py': [
        'async def check():',
        '    await ping()',
        '',
        'async def ping():',
        '    await engine.execute("SELECT 1")',
        '    get_client().admin.command("ping")',
      ].join('\n'),
    });
    expect(
      facts[0].routes.map(({ fullPath, named, touches, hidesFailure }) => [
        fullPath,
        named,
        touches.map(({ path, line }) => `${path}:${line}`),
        hidesFailure,
      ]),
    ).toEqual([
      ['/health', false, [], false],
      ['/health/db', true, ['app/db.py:5', 'app/db.py:6'], false],
      ['/readyz', true, ['app/db.py:5', 'app/db.py:6'], true],
    ]);
  });
});
