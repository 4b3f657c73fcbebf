import { extractFacts } from '../../testing/extractFacts';
import { edge } from './extract';

describe('edge', () => {
  it('applies the inheritance of nginx and follows includes and upstreams', async () => {
    const { facts } = await extractFacts(edge, {
      'compose.yaml': `
services:
  web:
    image: nginx:1.29
    volumes:
      - ./nginx:/etc/nginx/conf.d
`,
      'nginx/site.conf': `
upstream backend { server api:8000; }
server {
  listen 443 ssl;
  server_name shop.example;
  include snippets/headers.conf;
  location / { proxy_pass http://backend; }
  location /raw {
    add_header X-Raw "1; 2"; # hides the others
    proxy_pass http://raw:9000/x;
  }
}
`,
      'nginx/headers.conf': 'add_header X-Frame-Options DENY always;\n',
    });
    expect(facts.sites).toHaveLength(1);
    const [site] = facts.sites;
    expect(site.hosts).toEqual(['shop.example']);
    expect(site.loadedBy).toEqual([
      { path: 'compose.yaml', line: 6, name: 'web', role: 'production' },
    ]);
    expect(
      site.routes.map(route => [
        route.location,
        route.upstream,
        route.headers.map(item => item.name),
      ]),
    ).toEqual([
      ['/', 'api', ['X-Frame-Options']],
      ['/raw', 'raw', ['X-Raw']],
    ]);
    expect(site.routes[1].headers[0]).toMatchObject({ value: '1; 2', line: 9 });
    expect(site.routes[0].headers[0].path).toBe('nginx/headers.conf');
  });

  it('reads Caddyfiles with snippets', async () => {
    const { facts } = await extractFacts(edge, {
      Caddyfile: `
(secure) {
  header {
    Strict-Transport-Security "max-age=1; preload"
    -Server
  }
}
shop.example {
  import secure
  handle /api/* {
    reverse_proxy api:8000
  }
  file_server
}
`,
    });
    expect(facts.sites).toHaveLength(1);
    expect(facts.sites[0]).toMatchObject({
      hosts: ['shop.example'],
      line: 8,
      endLine: 14,
      loadedBy: [],
    });
    expect(facts.sites[0].routes[0]).toMatchObject({
      location: '/api/*',
      upstream: 'api',
      headers: [{ name: 'Strict-Transport-Security', line: 4 }],
    });
  });

  it('reads labels of Traefik that a router uses', async () => {
    const { facts } = await extractFacts(edge, {
      'compose.yaml': `
services:
  api:
    build: .
    labels:
      traefik.http.middlewares.sec.headers.stsseconds: "31536000"
      traefik.http.routers.api.middlewares: sec
`,
    });
    expect(facts.sites[0].routes[0]).toMatchObject({
      upstream: 'api',
      headers: [{ name: 'Strict-Transport-Security', line: 6 }],
    });
  });

  it('says what cannot be parsed', async () => {
    const { facts, skipped } = await extractFacts(edge, {
      'nginx.conf': 'server { location / { proxy_pass http://x; }\n',
    });
    expect(facts.sites).toEqual([]);
    expect(skipped).toEqual([
      { path: 'nginx.conf', reason: expect.stringContaining('unparsable') },
    ]);
  });

  it('reads what the upstream gets from the proxy', async () => {
    const { facts } = await extractFacts(edge, {
      'nginx.conf':
        'server {\n  proxy_set_header X-User "";\n  location / { proxy_pass http://api; }\n  location /a {\n    proxy_set_header Host $host;\n    proxy_pass http://api;\n  }\n}\n',
      Caddyfile:
        'shop.example {\n\trequest_header -X-User\n\treverse_proxy api:80 {\n\t\theader_up X-Id {http.request.uuid}\n\t}\n}\n',
    });
    expect(
      facts.sites.flatMap(site =>
        site.routes.map(({ requestHeaders }) =>
          requestHeaders.map(({ name, value, line }) => [name, value, line]),
        ),
      ),
    ).toEqual([
      [
        ['X-User', '', 2],
        ['X-Id', '{http.request.uuid}', 4],
      ],
      [['X-User', '', 2]],
      [['Host', '$host', 5]],
    ]);
  });
});
