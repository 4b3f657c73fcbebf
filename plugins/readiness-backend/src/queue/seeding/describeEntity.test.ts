import { createEntity } from '../../__testUtils__/fixtures';
import { describeEntity, hashMetadata, ownerOf } from './describeEntity';

describe('describeEntity', () => {
  it('keeps what lists filter by', () => {
    expect(
      describeEntity(
        createEntity('Payments', {
          title: 'Payments API',
          owner: 'Group:default/Team-A',
          system: 'system:default/shop',
        }),
      ),
    ).toEqual({
      entity_ref: 'component:default/payments',
      kind: 'Component',
      namespace: 'default',
      name: 'Payments',
      title: 'Payments API',
      title_key: 'payments api',
      type: 'service',
      owner: 'group:default/team-a',
      system: 'system:default/shop',
      lifecycle: 'production',
      tags: '[]',
      metadata_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('does without what is missing, malformed or endless', () => {
    const described = describeEntity({
      apiVersion: 'v1',
      kind: 'Domain',
      metadata: { name: 'x', title: 'y'.repeat(10_000) },
      spec: { type: { not: 'text' } },
      relations: [{ type: 'partOf', targetRef: 'domain:default/all' }],
    });
    expect(described).toMatchObject({
      type: null,
      owner: null,
      system: null,
      lifecycle: null,
    });
    expect(described.title).toHaveLength(200);
  });
});

describe('hashMetadata', () => {
  const base = createEntity('one', { annotations: { a: '1', b: '2' } });

  it('is the same for the same, whatever the order', () => {
    const turned = createEntity('one', { annotations: { b: '2', a: '1' } });
    turned.metadata.uid = 'other';
    turned.metadata.etag = 'other';
    turned.relations!.push({
      type: 'apiConsumedBy',
      targetRef: 'component:default/two',
    });
    expect(hashMetadata(turned)).toBe(hashMetadata(base));
  });

  it.each([
    ['annotation', createEntity('one', { annotations: { a: '1', b: '3' } })],
    ['owner', createEntity('one', { owner: 'group:default/b' })],
    ['lifecycle', createEntity('one', { lifecycle: 'experimental' })],
  ])('changes with the %s', (_, changed) => {
    expect(hashMetadata(changed)).not.toBe(hashMetadata(base));
  });
});

describe('ownerOf', () => {
  it('is nobody without a relation', () => {
    expect(ownerOf(createEntity('one', { owner: null }))).toBeNull();
  });
});
