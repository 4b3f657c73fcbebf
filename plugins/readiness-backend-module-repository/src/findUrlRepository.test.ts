import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { findUrlRepository } from './findUrlRepository';

const integrations = ScmIntegrations.fromConfig(new ConfigReader({}));

describe('findUrlRepository', () => {
  it.each([
    [
      'https://github.com/o/r/tree/main/',
      '',
      'https://github.com/o/r/tree/main/',
    ],
    [
      'https://github.com/o/r/tree/main/services/x/',
      'services/x',
      'https://github.com/o/r/tree/main/',
    ],
    [
      'https://github.com/o/r/blob/main/services/x/catalog-info.yaml',
      'services/x',
      'https://github.com/o/r/tree/main/',
    ],
    [
      'https://gitlab.com/g/s/r/-/tree/main/services/x/',
      'services/x',
      'https://gitlab.com/g/s/r/-/tree/main/',
    ],
    [
      'https://bitbucket.org/o/r/src/main/services/x/',
      'services/x',
      'https://bitbucket.org/o/r/src/main/',
    ],
  ])('%s has the focus "%s"', (target, focus, root) => {
    expect(findUrlRepository(target, integrations)).toEqual({ root, focus });
  });

  it('reads the path of Azure DevOps from the query', () => {
    expect(
      findUrlRepository(
        'https://dev.azure.com/o/p/_git/r?path=/services/x/',
        integrations,
      ).focus,
    ).toBe('services/x');
  });

  it('takes a URL of an unknown host as it is', () => {
    const target = 'https://code.example.org/r/services/x/';
    expect(findUrlRepository(target, integrations).focus).toBeDefined();
  });
});
