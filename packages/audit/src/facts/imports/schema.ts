/**
 * One module of the tree imports another one of the tree.
 *
 * @public
 */
export interface ImportEdge {
  from: string;
  to: string;
  line: number;
  /** Inside a function: it runs when that is called, not when the module is loaded. */
  lazy: boolean;
  /** Only types are taken, so that nothing is loaded at run time. */
  typeOnly: boolean;
}

/** @public */
export interface ImportGraph {
  /** Production modules in Python and JavaScript. */
  modules: number;
  edges: ImportEdge[];
  /** Groups of modules that all lead to each other, each sorted, with the edges inside. */
  cycles: ImportCycle[];
}

/** @public */
export interface ImportCycle {
  modules: string[];
  /** Only together with imports of types. */
  typeOnly: boolean;
  /** One shortest way around, in order. */
  shortest: ImportEdge[];
}
