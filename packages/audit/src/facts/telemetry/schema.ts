/** @public */
export type TelemetryKind =
  | 'metrics'
  | 'tracing'
  | 'error-tracking'
  | 'structured-logging';

/** @public */
export interface TelemetryPlace {
  path: string;
  line: number;
  note: string;
}

/**
 * A set-up of telemetry that at least one process reaches, by a direct dependency where it needs one.
 *
 * @public
 */
export interface TelemetrySetup {
  kind: TelemetryKind;
  /** `Sentry`, `OpenTelemetry` … */
  product: string;
  /** Call, configuration or command that sets it up. */
  path: string;
  line: number;
  /** What stands there, in a few words. */
  note: string;
  /** Where it comes from and how it is attached. */
  related: TelemetryPlace[];
  /** Ids of the processes that run it. */
  processes: string[];
  /** Metrics: more than what the runtime says about itself. */
  requestLevel: boolean;
  confidence: 'certain' | 'likely';
}

/**
 * A set-up that does not work, with the reason: shown where it is missed.
 *
 * @public
 */
export interface TelemetryGap {
  kind: TelemetryKind;
  product: string;
  path: string;
  line: number;
  reason:
    | 'not reached'
    | 'no direct dependency'
    | 'sample rate is 0'
    | 'no exporter'
    | 'not loaded'
    | 'formatter is not attached'
    | 'not exposed';
}

/**
 * A package from outside that may set something up, by its name: what it does cannot be seen from here.
 *
 * @public
 */
export interface UnclearTelemetry {
  kind: TelemetryKind;
  module: string;
  path: string;
  line: number;
  processes: string[];
}

/** @public */
export interface Telemetry {
  setups: TelemetrySetup[];
  gaps: TelemetryGap[];
  unclear: UnclearTelemetry[];
}
