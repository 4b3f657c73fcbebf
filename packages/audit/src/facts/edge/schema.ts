import { DeploymentRole } from '../deployables/role';

/** @public */
export interface EdgeHeader {
  name: string;
  /** As written, quotes taken off. */
  value: string;
  path: string;
  line: number;
  /** Text of the `if` it stands in. */
  condition?: string;
}

/** @public */
export interface EdgeRoute {
  /** Location as written; empty for the whole site. */
  location: string;
  /** Host that requests are passed to, named upstreams resolved. */
  upstream?: string;
  /** Headers that reach the browser, inheritance applied. */
  headers: EdgeHeader[];
  /**
   * Headers that the upstream gets from the proxy itself; an empty value takes the client's copy away. All others
   * pass as the client sent them.
   */
  requestHeaders: EdgeHeader[];
  path: string;
  line: number;
}

/**
 * One host of a reverse proxy.
 *
 * @public
 */
export interface EdgeSite {
  kind: 'nginx' | 'caddy' | 'traefik' | 'ingress';
  path: string;
  line: number;
  endLine: number;
  hosts: string[];
  routes: EdgeRoute[];
  /** Who loads the file; empty when nothing in the tree does. */
  loadedBy: {
    path: string;
    line: number;
    name: string;
    role: DeploymentRole;
  }[];
}

/** @public */
export interface Edge {
  sites: EdgeSite[];
}
