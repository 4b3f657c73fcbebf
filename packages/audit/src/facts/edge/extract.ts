import { basename, dirname } from 'path/posix';
import { defineExtractor } from '../../engine/defineExtractor';
import { unparsable } from '../../engine/unparsable';
import { ExtractContext } from '../../engine/types';
import { compose } from '../compose/extract';
import { ComposeFacts, ComposeService } from '../compose/schema';
import { dockerfiles } from '../dockerfiles/extract';
import { Dockerfiles } from '../dockerfiles/schema';
import { caddySites, parseCaddy } from './caddy';
import { Directive, nginxSites, parseNginx } from './nginx';
import { Edge, EdgeHeader, EdgeSite } from './schema';

const CADDY_FILE = /(?:^|\/)(?:[\w.-]+\.)?[Cc]addyfile(?:\.[\w-]+)?$/;
const NGINX_FILE = /\.(?:conf|nginx|conf\.template|conf\.tmpl|template)$/;

/**
 * Hosts, upstreams and headers of reverse proxies in the tree (nginx, Caddy, Traefik labels), and who loads the files.
 *
 * @public
 */
export const edge = defineExtractor<Edge>({
  id: 'edge',
  extract: async context => {
    const services = await context.facts(compose);
    const images = await context.facts(dockerfiles);
    const found: Omit<EdgeSite, 'loadedBy'>[] = [];
    const nginx = new Map<string, Directive[]>();
    for (const { path } of context.tree.files) {
      if (CADDY_FILE.test(path)) {
        attempt(context, path, text =>
          found.push(...caddySites(parseCaddy(text), path)),
        );
      } else if (NGINX_FILE.test(path)) {
        const text = context.tree.read(path);
        if (text && looksLikeNginx(text)) {
          attempt(context, path, () => nginx.set(path, parseNginx(text, path)));
        }
      }
    }
    const byName = (name: string) =>
      [...nginx].find(
        ([path]) => basename(path) === name || glob(name, basename(path)),
      )?.[1];
    for (const [, directives] of nginx) {
      found.push(...nginxSites(directives, byName));
    }
    const sites: EdgeSite[] = found.map(site => ({
      ...site,
      loadedBy: loadedBy(site.path, services, images),
    }));
    sites.push(...traefikSites(services));
    // A file that another one includes is read in both places.
    const unique = new Map(
      sites.map(site => [`${site.path}:${site.line}`, site]),
    );
    return {
      sites: [...unique.values()].sort(
        (a, b) =>
          (a.path < b.path ? -1 : Number(a.path > b.path)) || a.line - b.line,
      ),
    };
  },
});

function attempt(
  context: ExtractContext,
  path: string,
  read: (text: string) => void,
) {
  const text = context.tree.read(path);
  if (text === undefined) {
    return;
  }
  try {
    read(text);
  } catch (error) {
    context.skip(path, unparsable(error));
  }
}

function looksLikeNginx(text: string): boolean {
  return (
    /(?:^|[\s;{}])(?:server|location|upstream|http)\b[^;{}\n]*\{/.test(text) ||
    /^[ \t]*(?:add_header|proxy_pass)\s/m.test(text)
  );
}

/** `*.conf` of an include. */
function glob(pattern: string, name: string): boolean {
  return (
    pattern.startsWith('*') &&
    name.endsWith(pattern.slice(1)) &&
    pattern.length > 1
  );
}

function loadedBy(
  path: string,
  services: ComposeFacts,
  images: Dockerfiles,
): EdgeSite['loadedBy'] {
  const result: EdgeSite['loadedBy'] = [];
  for (const file of services.files) {
    for (const service of file.services) {
      for (const volume of service.volumes) {
        const source =
          volume.source === undefined
            ? undefined
            : inTree(dirname(volume.path), volume.source);
        if (
          volume.type === 'bind' &&
          source !== undefined &&
          (path === source || path.startsWith(`${source}/`))
        ) {
          result.push({
            path: volume.path,
            line: volume.line,
            name: service.name,
            role: service.role,
          });
        }
      }
    }
  }
  for (const file of images.dockerfiles) {
    for (const stage of file.stages) {
      for (const copy of stage.copies) {
        if (copy.from !== undefined) {
          continue;
        }
        const isServer = /nginx|caddy|openresty|\/etc\//.test(
          `${copy.target} ${stage.base.repository}`,
        );
        const sources = copy.sources.map(source =>
          source.replace(/^\.\//, '').replace(/\/$/, ''),
        );
        if (
          isServer &&
          sources.some(
            source =>
              source !== '' &&
              source !== '.' &&
              (path === source ||
                path.endsWith(`/${source}`) ||
                path.includes(`${source}/`)),
          )
        ) {
          result.push({
            path: file.path,
            line: copy.line,
            name: basename(file.path),
            role: file.role,
          });
        }
      }
    }
  }
  return result;
}

function inTree(folder: string, source: string): string | undefined {
  if (
    source.startsWith('/') ||
    source.startsWith('~') ||
    source.startsWith('$')
  ) {
    return undefined;
  }
  const segments = folder === '.' ? [] : folder.split('/');
  for (const segment of source.split('/')) {
    if (segment === '..') {
      segments.pop();
    } else if (segment && segment !== '.') {
      segments.push(segment);
    }
  }
  return segments.join('/');
}

/** Labels of Traefik that write a header. */
const TRAEFIK_HEADERS: Record<string, string> = {
  stsseconds: 'Strict-Transport-Security',
  contenttypenosniff: 'X-Content-Type-Options',
  framedeny: 'X-Frame-Options',
  customframeoptionsvalue: 'X-Frame-Options',
  referrerpolicy: 'Referrer-Policy',
  contentsecuritypolicy: 'Content-Security-Policy',
  accesscontrolalloworiginlist: 'Access-Control-Allow-Origin',
  accesscontrolallowcredentials: 'Access-Control-Allow-Credentials',
};

function traefikSites(services: ComposeFacts): EdgeSite[] {
  const result: EdgeSite[] = [];
  const middlewares = new Map<string, EdgeHeader[]>();
  const all = services.files.flatMap(file => file.services);
  for (const service of all) {
    for (const label of service.labels) {
      const match =
        /^traefik\.http\.middlewares\.([^.]+)\.headers\.(?:customresponseheaders\.)?([\w-]+)$/i.exec(
          label.name,
        );
      if (match) {
        const name =
          TRAEFIK_HEADERS[match[2].toLowerCase()] ??
          (/customresponseheaders/i.test(label.name) ? match[2] : undefined);
        if (name && label.value && label.value !== 'false') {
          const list = middlewares.get(match[1]) ?? [];
          list.push({
            name,
            value: label.value,
            path: label.path,
            line: label.line,
          });
          middlewares.set(match[1], list);
        }
      }
    }
  }
  for (const service of all) {
    const used = service.labels
      .filter(label =>
        /^traefik\.http\.routers\.[^.]+\.middlewares$/i.test(label.name),
      )
      .flatMap(label =>
        (label.value ?? '').split(',').map(item => item.trim().split('@')[0]),
      );
    const headers = used.flatMap(name => middlewares.get(name) ?? []);
    if (headers.length) {
      result.push(traefikSite(service, headers));
    }
  }
  return result;
}

function traefikSite(service: ComposeService, headers: EdgeHeader[]): EdgeSite {
  return {
    kind: 'traefik',
    path: service.path,
    line: service.line,
    endLine: service.endLine,
    hosts: [],
    routes: [
      {
        location: '',
        upstream: service.name,
        headers,
        requestHeaders: [],
        path: service.path,
        line: service.line,
      },
    ],
    loadedBy: [
      {
        path: service.path,
        line: service.line,
        name: service.name,
        role: service.role,
      },
    ],
  };
}
