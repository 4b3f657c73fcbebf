import { maskSecrets } from './maskSecrets';

const PEM = [
  'KEY = """-----BEGIN RSA PRIVATE KEY-----',
  'MIIEowIBAAKCAQEAsomeLinesOfKeyMaterial',
  'abc',
  '-----END RSA PRIVATE KEY-----"""',
].join('\n');

describe('maskSecrets', () => {
  it.each([
    ['a.py', 'PASSWORD = "hunter2"', 'hunter2'],
    ['a.py', 'password: str = "hunter2"', 'hunter2'],
    ['a.py', 'api_key: Optional[str] = Field(default="hunter2")', 'hunter2'],
    ['a.py', 'SECRET = "correct horse battery"', 'horse'],
    ['a.py', 'SECRET = "abc,def"', 'def'],
    ['a.py', 'SECRET = "it\\"s-me"', 's-me'],
    ['a.py', 'SECRET = """hunter2"""', 'hunter2'],
    ['a.py', 'pin = "1234"', '1234'],
    ['a.py', 'os.environ["API_KEY"] = "hunter2"', 'hunter2'],
    ['a.py', 'os.getenv("API_KEY", "hunter2")', 'hunter2'],
    ['a.py', 'getattr(settings, "SECRET_KEY", "hunter2")', 'hunter2'],
    ['a.py', 'x = {"user": "bob", "password": "hunter2"}', 'hunter2'],
    ['a.py', 'connect(host="h", password="hunter2")', 'hunter2'],
    ['a.py', 'if password == "hunter2":', 'hunter2'],
    ['a.py', 'if "hunter2" == password:', 'hunter2'],
    ['a.py', '# password = hunter2', 'hunter2'],
    ['a.py', 'headers = {"Authorization": "Bearer hunter2hunter2"}', 'nter2'],
    ['a.py', 'SECRET = (\n    "hunter2"\n)', 'hunter2'],
    ['a.py', 'URL = "postgres://app:p@ss:word@db/x"', 'p@ss'],
    ['a.py', 'URL = "Server=db;Password=hunter2;Timeout=3"', 'hunter2'],
    ['a.py', 'get("https://x.test/?token=hunter2&a=b")', 'hunter2'],
    ['a.py', PEM, 'MIIEow'],
    ['a.py', PEM, 'abc'],
    ['a.ts', "const apiKey = process.env.API_KEY || 'hunter2';", 'hunter2'],
    ['a.ts', "secret: process.env.JWT_SECRET ?? 'hunter2',", 'hunter2'],
    ['a.ts', 'private readonly token: string = `hunter2`;', 'hunter2'],
    ['a.ts', "const secret = dev ? 'hunter2' : 'hunter3';", 'hunter3'],
    ['a.ts', "if (token === 'hunter2') {", 'hunter2'],
    ['a.ts', "sign(payload, 'aB3dE5gH7jK9mN1pQ3sT')", 'B3dE5'],
    ['a.go', 'var apiKey string = "hunter2"', 'hunter2'],
    ['a.go', 'viper.SetDefault("jwt.secret", "hunter2")', 'hunter2'],
    ['A.java', 'private String dbPassword = "hunter2";', 'hunter2'],
    ['a.yaml', 'password: hunter2', 'hunter2'],
    ['a.yaml', 'password: correct horse battery # note', 'horse'],
    ['a.yaml', '  - DB_PASSWORD=hunter2', 'hunter2'],
    ['a.yaml', '  POSTGRES_PASSWORD: "hunter2"', 'hunter2'],
    ['.env', 'SECRET_KEY=abc(def', 'def'],
    ['.env', '#SECRET_KEY=hunter2', 'hunter2'],
    ['.env.example', 'API_TOKEN=hunter2', 'hunter2'],
    ['Dockerfile', 'ENV A=b DB_PASSWORD=hunter2', 'hunter2'],
    ['Dockerfile', 'ENV DB_PASSWORD hunter2', 'hunter2'],
    ['run.sh', 'PGPASSWORD=hunter2 psql -h db', 'hunter2'],
    ['run.sh', 'curl -u admin:hunter2 https://x', 'hunter2'],
    ['run.sh', 'mysqldump -u root -phunter2 db', 'hunter2'],
    ['run.sh', 'login --password hunter2', 'hunter2'],
    ['run.sh', 'export TOKEN=hunter2', 'hunter2'],
    ['app.properties', 'spring.datasource.password=hunter2', 'hunter2'],
    ['pom.xml', '<password>hunter2</password>', 'hunter2'],
    ['a.json', '{"clientSecret": "hunter2"}', 'hunter2'],
    ['a.sql', "CREATE USER x WITH PASSWORD 'hunter2';", 'hunter2'],
    ['.netrc', 'password hunter2', 'hunter2'],
    [undefined, 'token: hunter2hunter2', 'nter2'],
    [undefined, `key ${'AKIA'}ABCDEFGHIJKLMNOP`, 'EFGHIJKL'],
    [undefined, `x ${'ghp'}_abcdefghijklmnopqrstuv`, 'ghijkl'],
    [undefined, 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc', 'zdWIiOi'],
    [undefined, '$2b$12$abcdefghijklmnopqrstuv', 'ijklmn'],
  ])('hides in %s: %s', (path, text, secret) => {
    const masked = maskSecrets(text, path);
    expect(masked).not.toContain(secret);
    expect(masked.split('\n')).toHaveLength(text.split('\n').length);
  });

  it.each([
    ['a.py', 'app = FastAPI(title="Payments", version="1.0.0")'],
    ['a.py', 'password = request.form["password"]'],
    ['a.py', 'token = create_token(user.id, expires=3600)'],
    ['a.py', 'raise ValueError("password is too short")'],
    ['a.py', 'if not token: raise HTTPException(detail="no token given")'],
    ['a.py', 'SECRET_KEY = os.environ["SECRET_KEY"]'],
    ['a.py', 'hashlib.md5(password.encode("utf-8")).hexdigest()'],
    ['a.py', 'jwt.encode(payload, key, algorithm="HS256")'],
    ['a.py', 'password: SecretStr'],
    ['a.py', 'def login(username: str, password: str) -> Token:'],
    ['a.py', 'connect(password=password, host="db.internal")'],
    [
      'a.py',
      'pwd_context = CryptContext(schemes=["bcrypt"], bcrypt__rounds=4)',
    ],
    ['a.py', 'token_url = "/api/v1/auth/token"'],
    ['a.py', 'def test_a_very_long_function_name_with_words_v2():'],
    ['a.py', 'SECRET_KEY = "changeme"'],
    ['a.ts', "const token = req.headers['x-api-key'];"],
    ['a.ts', "createHash('md5').update(password).digest('hex')"],
    ['a.ts', 'const { password } = await prisma.user.findUnique({ where });'],
    ['a.ts', '<div dangerouslySetInnerHTML={{ __html: post.body }} />'],
    ['a.ts', "if (!token) throw new Error('there is no token');"],
    ['a.yaml', 'password: ${DB_PASSWORD}'],
    [
      'a.yaml',
      'uses: actions/checkout@8f4b7f84864484a7bf31766abe9204da3cbe65b3',
    ],
    [
      'a.yaml',
      'image: redis@sha256:0a3b1c2d4e5f60718293a4b5c6d7e8f90123456789abcdef0123456789abcdef',
    ],
    ['a.yaml', 'tokenUrl: https://id.example.test/token'],
    ['.env', 'PASSWORD_MIN_LENGTH=12'],
    ['.env', 'SECRET_KEY='],
    ['Dockerfile', 'RUN pip install --no-cache-dir -r requirements.txt'],
    [undefined, 'password = get_password()'],
    [undefined, 'const password = user.password;'],
  ])('leaves in %s: %s', (path, text) => {
    expect(maskSecrets(text, path)).toBe(text);
  });

  it('shows two characters of a long value and nothing of a short one', () => {
    expect(maskSecrets('SECRET = "abcdefgh"', 'a.py')).toBe('SECRET = "ab…"');
    expect(maskSecrets('SECRET = "abcdefg"', 'a.py')).toBe('SECRET = "…"');
  });

  it.each([
    ['quotes', '"'.repeat(20_000)],
    ['names', 'password='.repeat(20_000)],
    ['options', ' --password'.repeat(10_000)],
    ['addresses', 'a://b:'.repeat(10_000)],
    ['blocks', '-----BEGIN PRIVATE KEY-----'.repeat(2_000)],
    ['runs', 'a1'.repeat(50_000)],
    ['spaces', `password${' '.repeat(50_000)}x`],
    ['elements', '<password>'.repeat(10_000)],
    ['mysql', 'mysql '.repeat(10_000)],
    ['banners', `/${'*'.repeat(200)}/\n`.repeat(10)],
    ['rules', `-- ${'-'.repeat(200)} --\n# ${'#'.repeat(200)}\n`.repeat(10)],
  ])('takes time in proportion: %s', (_, text) => {
    const started = Date.now();
    maskSecrets(text);
    maskSecrets(text, 'a.sh');
    expect(Date.now() - started).toBeLessThan(2_000);
  });
});
