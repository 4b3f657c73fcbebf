import type { SgNode } from '@ast-grep/napi';
import { Grammar } from './grammar';

/** Groups of nodes of which the facts of a file are made. */
export type Group =
  | 'imports'
  | 'calls'
  | 'assignments'
  | 'rebindings'
  | 'functions'
  | 'classes';

interface Plan {
  rule: { any: { kind: string }[] };
  groupsOf: ReadonlyMap<string, readonly Group[]>;
}

const plans = new Map<Grammar, Plan>();

/** What one pass over a tree looks for. */
function planOf(grammar: Grammar): Plan {
  let plan = plans.get(grammar);
  if (!plan) {
    const kinds: Record<Group, readonly string[]> = {
      imports: grammar.importKinds,
      calls: grammar.callKinds,
      assignments: grammar.assignmentKinds,
      rebindings: grammar.rebindingKinds,
      functions: grammar.functionKinds,
      classes: grammar.classKinds,
    };
    const groupsOf = new Map<string, Group[]>();
    for (const [group, names] of Object.entries(kinds)) {
      for (const kind of names) {
        groupsOf.set(kind, [...(groupsOf.get(kind) ?? []), group as Group]);
      }
    }
    plan = {
      rule: { any: [...groupsOf.keys(), 'ERROR'].map(kind => ({ kind })) },
      groupsOf,
    };
    plans.set(grammar, plan);
  }
  return plan;
}

/**
 * The nodes of a tree that carry facts, found in one pass: each pass costs about an eighth of parsing, and each node
 * that is handed out several times what the parser spends on it.
 */
export class Outline {
  /** What could not be parsed. */
  readonly errors: SgNode[] = [];
  /** Nodes of each group in the order of the text. */
  readonly groups: Readonly<Record<Group, SgNode[]>> = {
    imports: [],
    calls: [],
    assignments: [],
    rebindings: [],
    functions: [],
    classes: [],
  };
  /** Kinds of the calls, in their order. */
  readonly callKinds: string[] = [];
  /** Number of nodes. */
  readonly size: number;

  constructor(root: SgNode, grammar: Grammar) {
    const { rule, groupsOf } = planOf(grammar);
    const nodes = root.findAll({ rule });
    this.size = nodes.length;
    for (const node of nodes) {
      const kind = String(node.kind());
      const groups = groupsOf.get(kind);
      if (!groups) {
        this.errors.push(node);
        continue;
      }
      for (const group of groups) {
        this.groups[group].push(node);
        if (group === 'calls') {
          this.callKinds.push(kind);
        }
      }
    }
  }
}
