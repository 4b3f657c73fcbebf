export function parse(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export async function close() {
  try {
    await connection.close();
  } catch {
    // going down anyway
  }
}

export async function run() {
  try {
    await work();
  } catch (error) {
    logger.error({ error }, 'failed');
  }
  const body = await request.json().catch(() => null);
}
