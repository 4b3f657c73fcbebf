import { httpLink, sourceLink } from './sourceLink';

const COMMIT = '8f3c2a1d9b7e6f5041c2d3e4f5a6b7c8d9e0f1a2';

function link(source: string | null, revision: string | null = COMMIT) {
  return sourceLink({
    source,
    revision,
    path: 'src/my file.py',
    line: 7,
    endLine: 9,
  });
}

describe('sourceLink', () => {
  it.each([
    [
      'GitHub',
      'https://github.com/acme/shop/tree/main/services/cart/',
      `https://github.com/acme/shop/blob/${COMMIT}/services/cart/src/my%20file.py#L7-L9`,
    ],
    [
      'the root of a GitHub repository',
      'https://github.com/acme/shop',
      `https://github.com/acme/shop/blob/${COMMIT}/src/my%20file.py#L7-L9`,
    ],
    [
      'GitHub Enterprise',
      'https://git.acme.test/acme/shop/blob/main/',
      `https://git.acme.test/acme/shop/blob/${COMMIT}/src/my%20file.py#L7-L9`,
    ],
    [
      'GitLab with nested groups',
      'https://gitlab.acme.test/a/b/shop/-/tree/main/cart',
      `https://gitlab.acme.test/a/b/shop/-/blob/${COMMIT}/cart/src/my%20file.py#L7-9`,
    ],
    [
      'Bitbucket Cloud',
      'https://bitbucket.org/acme/shop/src/master/cart',
      `https://bitbucket.org/acme/shop/src/${COMMIT}/cart/src/my%20file.py#lines-7:9`,
    ],
    [
      'Bitbucket Server',
      'https://bb.acme.test/projects/ACME/repos/shop/browse/cart?at=master',
      `https://bb.acme.test/projects/ACME/repos/shop/browse/cart/src/my%20file.py?at=${COMMIT}#7-9`,
    ],
    [
      'Azure DevOps',
      'https://dev.azure.com/acme/p/_git/shop?path=/cart&version=GBmain',
      `https://dev.azure.com/acme/p/_git/shop?path=%2Fcart%2Fsrc%2Fmy+file.py&version=GC${COMMIT}&line=7&lineEnd=10&lineStartColumn=1&lineEndColumn=1`,
    ],
    [
      'Gitea',
      'https://gitea.acme.test/acme/shop/src/branch/main/cart',
      `https://gitea.acme.test/acme/shop/src/commit/${COMMIT}/cart/src/my%20file.py#L7-L9`,
    ],
  ])('points to the audited lines on %s', (_, source, expected) => {
    expect(link(source)).toBe(expected);
  });

  it('keeps the branch when the revision is no commit', () => {
    expect(link('https://github.com/acme/shop/tree/main/', '"W/abc"')).toBe(
      'https://github.com/acme/shop/blob/main/src/my%20file.py#L7-L9',
    );
  });

  it('points to a single line, and to a file without lines', () => {
    const source = 'https://github.com/acme/shop/tree/main';
    const place = { source, revision: null, path: 'a.py' };
    expect(sourceLink({ ...place, line: 3 })).toMatch(/a\.py#L3$/);
    expect(sourceLink(place)).toMatch(/a\.py$/);
  });

  it.each([
    ['a directory', '/srv/shop'],
    ['nothing', null],
    // eslint-disable-next-line no-script-url
    ['a script', 'javascript:alert(1)//github.com/a/b/tree/main'],
    ['another protocol', 'ssh://git@github.com/acme/shop/tree/main'],
    ['an unknown host', 'https://files.acme.test/shop.tgz'],
  ])('gives no link for %s', (_, source) => {
    expect(link(source)).toBeUndefined();
  });

  it('does not let a path leave its place', () => {
    expect(
      sourceLink({
        source: 'https://github.com/acme/shop/tree/main',
        revision: COMMIT,
        path: 'a#b?c/%2e%2e/x',
      }),
    ).toBe(
      `https://github.com/acme/shop/blob/${COMMIT}/a%23b%3Fc/%252e%252e/x`,
    );
  });
});

describe('httpLink', () => {
  it('lets only http and https through', () => {
    expect(httpLink('https://cwe.mitre.org/')).toBe('https://cwe.mitre.org/');
    // eslint-disable-next-line no-script-url
    expect(httpLink('javascript:alert(1)')).toBeUndefined();
    expect(httpLink('data:text/html,x')).toBeUndefined();
  });
});
