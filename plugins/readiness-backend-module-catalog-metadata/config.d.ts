export interface Config {
  readiness?: {
    catalog?: {
      /**
       * Values of `spec.lifecycle` that this organisation knows. Default: experimental, production, deprecated.
       */
      lifecycles?: string[];
    };
  };
}
