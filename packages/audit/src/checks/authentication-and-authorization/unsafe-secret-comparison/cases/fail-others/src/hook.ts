export function check(req: Request, expectedSignature: string) {
  return req.headers['x-signature'] === expectedSignature;
}
