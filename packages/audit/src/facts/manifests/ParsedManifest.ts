import { ManifestFact } from './schema';

/** A manifest, and the folders that it declares as members of its workspace, as globs. */
export interface ParsedManifest {
  manifest: ManifestFact;
  workspaces: string[];
}
