export interface Config {
  readiness?: {
    /**
     * How source trees are read.
     */
    repository?: {
      /**
       * Folders below which entities with a `file:` location may be audited. Relative paths start at the working
       * directory of the backend. Nothing outside is ever read. Default: none.
       */
      localRoots?: string[];
      /**
       * Kinds of entities whose source tree is judged. Default: component. Other kinds are usually described beside
       * the code of something else, which is not theirs to answer for.
       */
      kinds?: string[];
      /**
       * Bounds on one tree. What exceeds them is left out and named in the audit.
       */
      limits?: {
        /** Files in all. Default 20000. */
        maxFiles?: number;
        /** Bytes of one file. Default 1048576. */
        maxFileBytes?: number;
        /** Bytes of all files together. Default 209715200. */
        maxTotalBytes?: number;
      };
      /**
       * Longest time one check may take, the facts that it is the first to need included, in seconds. The process
       * that judges is killed after it and the check becomes `unknown`. Default 60.
       */
      checkDeadlineSeconds?: number;
      /**
       * Heap of each process that judges, in MiB. Default 1024.
       */
      memoryMb?: number;
    };
  };
}
