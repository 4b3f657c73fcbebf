export function assertSameKey(doc: { signingKey: string }, keypair: Keypair) {
  const { signingKey } = doc;
  if (signingKey !== keypair.did()) {
    throw new Error('the document names another key');
  }
}

export function isUnchanged(data: Document, expected: Document): boolean {
  return data.signingKey === expected.signingKey;
}
