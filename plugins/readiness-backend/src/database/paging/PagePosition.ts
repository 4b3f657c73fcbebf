/** Where a page begins: the row beside it, which is not part of it. */
export interface PagePosition {
  /** `next`: the page follows the row; `prev`: it ends before it. */
  direction: 'next' | 'prev';
  /** Value of the order column in that row; times are ISO 8601. */
  value: string | number | null;
  /** Value of its unique column. */
  key: string;
}
