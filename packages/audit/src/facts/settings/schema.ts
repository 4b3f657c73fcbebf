import { ConstantValue } from '../../syntax/schema';
import { FileClass, Language } from '../inventory/schema';

/**
 * How a setting gets its value:
 * `environment` is a read of an environment variable in code; `settings-class` a field of a settings class;
 * `settings-module` an assignment of a framework's settings module; `configuration-file` an entry of a framework's
 * configuration file; `lookup` a look-up in a settings object with a default of its own.
 *
 * @public
 */
export type SettingSource =
  | 'environment'
  | 'settings-class'
  | 'settings-module'
  | 'configuration-file'
  | 'lookup';

/** @public */
export interface SettingDefault {
  /** As written. */
  text: string;
  value: ConstantValue | undefined;
  line: number;
}

/**
 * A place where a setting is read or declared.
 *
 * @public
 */
export interface SettingFact {
  /** Name of the variable or key as written: `DATABASE_URL`, `spring.datasource.password`. */
  name: string;
  source: SettingSource;
  path: string;
  line: number;
  language: Language | null;
  class: FileClass;
  default?: SettingDefault;
  /** Fails, or has no value, when nothing is set. */
  required: boolean;
  /** Type as written. */
  type?: string;
  /** Settings class. */
  owner?: string;
  /** Variable that takes the value. */
  assignedTo?: string;
  enclosing: string[];
}

/** @public */
export type EnvironmentKind = 'development' | 'production' | 'unknown';

/**
 * Lines that run in some environments only (*environment condition* of the catalogue).
 *
 * @public
 */
export interface EnvironmentConditionFact {
  path: string;
  /** First and last line of the branch. */
  line: number;
  endLine: number;
  /** Condition as written, with `not` before it for the other branch. */
  text: string;
  /** In which environment the branch runs. */
  environment: EnvironmentKind;
}

/** @public */
export interface Settings {
  settings: SettingFact[];
  conditions: EnvironmentConditionFact[];
}
