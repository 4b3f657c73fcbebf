import { extractFacts } from '../../testing/extractFacts';
import { isDevelopmentOnly } from './conditions';
import { settings } from './extract';

async function read(path: string, text: string) {
  const { facts } = await extractFacts(settings, { [path]: text });
  return facts;
}

const short = (facts: Awaited<ReturnType<typeof read>>) =>
  facts.settings.map(item => [
    item.line,
    item.name,
    item.default?.value,
    item.required,
  ]);

describe('settings', () => {
  it('reads the environment in Python', async () => {
    const facts = await read(
      'src/app.py',
      [
        'import os',
        'from os import getenv, environ',
        'DEFAULT = "d"',
        'a = os.environ["A"]',
        'b = os.environ.get("B", DEFAULT)',
        'c = getenv("C") or "x"',
        'd = environ.get("D", compute())',
        'os.environ["SET"] = "1"',
        'e = environ.get("E", None)',
        'f = getattr(settings, "F", "y")',
      ].join('\n'),
    );
    expect(short(facts)).toEqual([
      [4, 'A', undefined, true],
      [5, 'B', 'd', false],
      [6, 'C', 'x', false],
      [7, 'D', undefined, false],
      [9, 'E', undefined, false],
      [10, 'F', 'y', false],
    ]);
    expect(facts.settings[2].assignedTo).toBe('c');
  });

  it('tells options of INI files from defaults', async () => {
    const facts = await read(
      'src/app.py',
      [
        'import configparser',
        'class Tool:',
        '    def __init__(self):',
        '        self.config = configparser.ConfigParser()',
        '        a = self.config.get("tokens", "api_password")',
        '        b = config.get("tokens", "api_token", fallback="x")',
        '        c = settings.get("API_TOKEN", "y")',
      ].join('\n'),
    );
    expect(short(facts)).toEqual([
      [5, 'api_password', undefined, false],
      [6, 'api_token', 'x', false],
      [7, 'API_TOKEN', 'y', false],
    ]);
  });

  it('reads settings classes, readers and modules', async () => {
    expect(
      short(
        await read(
          'src/config.py',
          [
            'class Base(BaseSettings):',
            '    key: SecretStr',
            '    url: str = "http://x"',
            '    name: str = Field("n", alias="APP_NAME")',
            '    must: str = Field(..., min_length=3)',
            '    maybe: str | None = None',
            '    model_config: dict = {}',
            'class Settings(Base):',
            '    port: int = Field(default=80)',
            'env = environ.Env()',
            'a = env("A")',
            'b = env.str("B", default="b")',
          ].join('\n'),
        ),
      ),
    ).toEqual([
      [2, 'KEY', undefined, true],
      [3, 'URL', 'http://x', false],
      [4, 'APP_NAME', 'n', false],
      [5, 'MUST', undefined, true],
      [6, 'MAYBE', undefined, false],
      [9, 'PORT', 80, false],
      [11, 'A', undefined, true],
      [12, 'B', 'b', false],
    ]);
    expect(
      short(
        await read(
          'shop/settings.py',
          'SECRET_KEY = "s"\nDEBUG = True\nlower = 1\nINSTALLED_APPS = []\n',
        ),
      ),
    ).toEqual([
      [1, 'SECRET_KEY', 's', false],
      [2, 'DEBUG', true, false],
      [4, 'INSTALLED_APPS', [], false],
    ]);
  });

  it('reads the environment in JavaScript', async () => {
    const facts = await read(
      'src/config.ts',
      [
        "const a = process.env.A || 'x';",
        "const b = (process.env['B'] as string) ?? `y`;",
        "const { C = 'z', D } = process.env;",
        'const e = { e: process.env.E };',
        "process.env.F = '1';",
        "const g = config.get('G', 'g');",
        "export const schema = z.object({ H: z.string().min(1).default('h'), I: z.string() });",
        "const j = cleanEnv(process.env, { J: str({ default: 'j' }) });",
      ].join('\n'),
    );
    expect(short(facts)).toEqual([
      [1, 'A', 'x', false],
      [2, 'B', 'y', false],
      [3, 'C', 'z', false],
      [4, 'E', undefined, false],
      [6, 'G', 'g', false],
      [7, 'H', 'h', false],
      [7, 'I', undefined, true],
      [8, 'J', 'j', false],
    ]);
    expect(facts.settings[3].assignedTo).toBe('e');
  });

  it('reads Go and Java', async () => {
    expect(
      short(
        await read(
          'main.go',
          [
            'package main',
            'import ("os"; "github.com/spf13/viper")',
            'type C struct {',
            '  Key string `env:"KEY,required"`',
            '  Host string `env:"HOST" envDefault:"h"`',
            '}',
            'func main() {',
            '  a := os.Getenv("A")',
            '  b := getEnv("B", "b")',
            '  viper.SetDefault("jwt.secret", "s")',
            '}',
          ].join('\n'),
        ),
      ),
    ).toEqual([
      [4, 'KEY', undefined, true],
      [5, 'HOST', 'h', false],
      [8, 'A', undefined, false],
      [9, 'B', 'b', false],
      [10, 'jwt.secret', 's', false],
    ]);
    expect(
      short(
        await read(
          'src/main/java/a/A.java',
          [
            'import org.springframework.beans.factory.annotation.Value;',
            'class A {',
            '  @Value("${app.key:fallback}") String key;',
            '  @Value("${app.other}") String other;',
            '  String x = System.getenv("X");',
            '  String y = Optional.ofNullable(System.getenv("Y")).orElse("y");',
            '}',
          ].join('\n'),
        ),
      ),
    ).toEqual([
      [3, 'app.key', 'fallback', false],
      [4, 'app.other', undefined, true],
      [5, 'X', undefined, false],
      [6, 'Y', 'y', false],
    ]);
  });

  it('reads configuration files of Spring', async () => {
    const facts = await read(
      'src/main/resources/application.yml',
      'spring:\n  datasource:\n    password: ${DB_PASSWORD:root}\n    username: app\n---\nkey: ${KEY}\n',
    );
    expect(short(facts)).toEqual([
      [3, 'DB_PASSWORD', 'root', false],
      [4, 'spring.datasource.username', 'app', false],
      [6, 'KEY', undefined, true],
    ]);
    expect(
      short(
        await read(
          'src/main/resources/application.properties',
          '# x=y\nserver.port=80\na.b=${C:d}\n',
        ),
      ),
    ).toEqual([
      [2, 'server.port', '80', false],
      [3, 'C', 'd', false],
    ]);
  });

  it.each([
    ['a.py', 'if settings.ENV == "dev":\n    x()\nelse:\n    y()', [2]],
    [
      'a.py',
      'if settings.environment != "production":\n    x()\nelse:\n    y()',
      [2],
    ],
    ['a.py', 'if not settings.DEBUG:\n    x()\nelse:\n    y()', [4]],
    ['a.py', 'if ENV in ("local", "test") and z:\n    x()\n', [2]],
    ['a.py', 'if user.active:\n    x()\n', []],
    [
      'a.ts',
      "if (process.env.NODE_ENV !== 'production') {\n  x();\n}",
      [1, 2, 3],
    ],
    ['a.ts', 'if (isProd) {\n  x();\n} else {\n  y();\n}', [3, 4, 5]],
    [
      'a.go',
      'package a\nfunc f() {\nif cfg.Env == "development" {\n  x()\n}\n}',
      [3, 4, 5],
    ],
  ])('knows the environment in %s: %s', async (path, text, lines) => {
    const facts = await read(`src/${path}`, text);
    const found = text
      .split('\n')
      .map((_, index) => index + 1)
      .filter(line => isDevelopmentOnly(facts, { path: `src/${path}`, line }));
    expect(found).toEqual(lines);
  });
});
