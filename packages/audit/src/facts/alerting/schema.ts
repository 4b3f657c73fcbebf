/**
 * Something that watches the product, as configuration.
 *
 * @public
 */
export interface WatchFact {
  /**
   * `rule`: a condition that is watched; `receiver`: somebody who is told, or a route to them; `monitor`: both in one
   * resource or service; `dashboard`: a picture of the figures.
   */
  kind: 'rule' | 'receiver' | 'monitor' | 'dashboard';
  /** What it is, in a few words. */
  text: string;
  path: string;
  line: number;
}
