import { pipedInstallers } from './installers';

const found = (text: string) => pipedInstallers(text).length;

describe('pipedInstallers', () => {
  it.each([
    'curl -fsSL https://get.example.com | sh',
    'curl -fsSL https://get.example.com | sudo -E bash -',
    'wget -qO- https://x.example/install.py | python3 -',
    'curl -sSL https://x.example | POETRY_VERSION=1.8.0 python3 -',
    'bash <(curl -s https://x.example/a.sh)',
    'sh -c "$(curl -fsSL https://x.example/a.sh)"',
    'eval "$(curl https://x.example)"',
    'curl -o a.sh https://x.example/a.sh && sh a.sh',
    'curl -sLO https://x.example/a.sh\nchmod +x a.sh\n./a.sh',
    'curl x.example/a | tee log | bash -s -- --yes',
  ])('finds %s', text => expect(found(text)).toBe(1));

  it.each([
    'curl https://x.example/a.tgz | tar xz',
    'curl https://x.example/key | gpg --dearmor -o k',
    'curl https://x.example | jq .a',
    'curl https://x.example | python3 -c "import sys"',
    'curl https://x.example | python -m json.tool',
    'echo "curl https://x.example | sh"',
    '# curl https://x.example | sh',
    'curl -o a.sh https://x.example/a.sh && sha256sum -c sums && sh a.sh',
    'cat a.sh | sh',
    'curl https://x.example/health || sh restart.sh',
    'bash -c "curl https://x.example/health"',
  ])('leaves %s alone', text => expect(found(text)).toBe(0));

  it('knows fixed addresses and versions', () => {
    const [fixed] = pipedInstallers(
      'curl https://raw.example/o/r/0123456789abcdef0123456789abcdef01234567/i.sh | sh',
    );
    expect(fixed.immutable).toBe(true);
    const [versioned] = pipedInstallers(
      'curl https://user:key@x.example/i.sh?t=1 | sh -s -- v1.2.3',
      7,
    );
    expect(versioned).toMatchObject({
      line: 7,
      versioned: true,
      immutable: false,
      url: 'https://x.example/i.sh',
    });
  });
});
