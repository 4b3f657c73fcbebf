/** Why a run is due; lower runs first. */
export const PRIORITY = { requested: 0, changed: 5, scheduled: 10 } as const;
