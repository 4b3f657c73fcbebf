export async function readToken(header?: string) { return header; }
