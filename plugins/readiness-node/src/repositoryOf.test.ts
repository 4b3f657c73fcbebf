import { repositoryOf } from './repositoryOf';

describe('repositoryOf', () => {
  it.each([
    ['https://github.com/Org/Repo', 'https://github.com/org/repo'],
    ['https://github.com/org/repo/', 'https://github.com/org/repo'],
    ['https://github.com/org/repo.git', 'https://github.com/org/repo'],
    ['https://github.com/org/repo/tree/main/', 'https://github.com/org/repo'],
    [
      'https://github.com/org/repo/blob/other/a/b.yaml?x=1#L3',
      'https://github.com/org/repo',
    ],
    [
      'https://gitlab.example.com:8443/a/b/c/repo/-/blob/main/a.yaml',
      'https://gitlab.example.com:8443/a/b/c/repo',
    ],
    [
      'https://bitbucket.org/space/repo/src/master/a.yaml',
      'https://bitbucket.org/space/repo',
    ],
    [
      'https://dev.azure.com/org/project/_git/repo?path=%2Fa.yaml',
      'https://dev.azure.com/org/project/_git/repo',
    ],
    [
      'https://gitea.example.com/org/repo/src/branch/main/a.yaml',
      'https://gitea.example.com/org/repo',
    ],
  ])('of %s is %s', (url, repository) => {
    expect(repositoryOf(url)).toBe(repository);
  });

  it('is nothing without a URL', () => {
    expect(repositoryOf('org/repo')).toBeUndefined();
  });
});
