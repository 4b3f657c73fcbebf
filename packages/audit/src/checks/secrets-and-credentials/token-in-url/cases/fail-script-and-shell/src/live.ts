export const socket = (accessToken: string) =>
  new WebSocket(`wss://live.example/ws?token=${accessToken}`);

export function finish(res: Response, token: string) {
  res.redirect(process.env.CLIENT_URL + '/signed-in?access_token=' + encodeURIComponent(token));
}

export function ask(url: URL, config: { apiKey: string }) {
  url.searchParams.set('key', config.apiKey);
  url.searchParams.set('cursor', next.token);
}
