import { ResponseError } from '@backstage/errors';

/** An error as the client throws it. */
export async function responseError(
  status: number,
  message: string,
): Promise<Error> {
  return ResponseError.fromResponse({
    ok: false,
    status,
    statusText: message,
    headers: { get: () => 'application/json' },
    text: async () =>
      JSON.stringify({
        error: { name: 'Error', message },
        response: { statusCode: status },
      }),
  } as unknown as Response);
}
