/**
 * A route that says something about the state of its application.
 *
 * @public
 */
export interface StateRoute {
  method: string;
  fullPath: string;
  path: string;
  line: number;
  /** Its name says "ready", not only "alive". */
  named: boolean;
  /** Where it asks something that the application depends on. */
  touches: { text: string; path: string; line: number }[];
  /** It catches the failure of that and still answers with success. */
  hidesFailure: boolean;
  /** Its handler was not found. */
  unread: boolean;
}

/** @public */
export interface ApplicationState {
  application: string;
  routes: StateRoute[];
}
