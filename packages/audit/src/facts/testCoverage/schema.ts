import { TestFamily } from '../tests/schema';

/**
 * What a configuration file says about coverage.
 *
 * @public
 */
export interface CoverageConfiguration {
  family: TestFamily;
  /** Folder for which it holds. */
  folder: string;
  /** A threshold below which the runner fails, when coverage is measured. */
  threshold?: { text: string; path: string; line: number };
  /** Coverage is measured without an option of the command. */
  measured: boolean;
}

/**
 * A status of a coverage service.
 *
 * @public
 */
export interface CoverageService {
  path: string;
  line: number;
  /** Blocks by a target of the whole project, of the patch only, or only informs. */
  blocks: 'project' | 'patch' | 'nothing';
}

/** @public */
export interface Coverage {
  configurations: CoverageConfiguration[];
  services: CoverageService[];
}
