import { resolveVariables, VariableLookup } from './variables';

/**
 * A reference to a container image.
 *
 * @public
 */
export interface ImageReference {
  /** As written. */
  raw: string;
  /** With variables replaced by their defaults. */
  resolved: string;
  /** Variables that have no default: the parts that hold them are not known. */
  unresolved: string[];
  registry?: string;
  /** Without registry, tag and digest: `library` is left out, `bitnami/postgresql` stays. */
  repository: string;
  tag?: string;
  digest?: string;
}

/** Reads a reference such as `ghcr.io/owner/name:1.2@sha256:…`. */
export function parseImage(
  raw: string,
  lookup?: VariableLookup,
): ImageReference {
  const { text: resolved, unresolved } = resolveVariables(raw, lookup);
  let rest = resolved.replace(/^(?:docker|oci):\/\//, '');
  let digest: string | undefined;
  const at = rest.indexOf('@');
  if (at >= 0) {
    digest = rest.slice(at + 1);
    rest = rest.slice(0, at);
  }
  let tag: string | undefined;
  const colon = rest.lastIndexOf(':');
  if (colon > rest.lastIndexOf('/')) {
    tag = rest.slice(colon + 1);
    rest = rest.slice(0, colon);
  }
  const segments = rest.split('/');
  let registry: string | undefined;
  if (segments.length > 1 && /[.:]|^localhost$/.test(segments[0])) {
    registry = segments.shift();
  }
  if (segments.length > 1 && segments[0] === 'library') {
    segments.shift();
  }
  return {
    raw,
    resolved,
    unresolved,
    registry,
    repository: segments.join('/'),
    tag,
    digest,
  };
}
