/** What all replicas together may ask of one host. */
export interface HostBudget {
  /** Repositories read at the same time. */
  concurrency: number;
  /** Repositories read in a minute, on average. */
  perMinute?: number;
}

/** Budgets of the hosts that sources are read from. */
export class HostBudgets {
  private static readonly UNLIMITED: HostBudget = {
    concurrency: Number.POSITIVE_INFINITY,
  };

  private readonly hosts: ReadonlyMap<string, Partial<HostBudget>>;

  constructor(
    private readonly options: {
      /** For every host that is not named. */
      general: HostBudget;
      hosts: readonly (Partial<HostBudget> & { host: string })[];
    },
  ) {
    this.hosts = new Map(
      options.hosts.map(({ host, ...rest }) => [host, rest]),
    );
  }

  of(host: string): HostBudget {
    // Without a host nothing is asked of anybody.
    return host === ''
      ? HostBudgets.UNLIMITED
      : { ...this.options.general, ...this.hosts.get(host) };
  }
}
