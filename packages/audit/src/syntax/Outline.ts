import type { SyntaxNode } from './nodes';
import { Grammar } from './grammar';

/** Groups of nodes of which the facts of a file are made. */
export type Group =
  | 'imports'
  | 'calls'
  | 'assignments'
  | 'rebindings'
  | 'functions'
  | 'classes';

/** The nodes of a tree that carry facts, each group in the order of the text and found when it is asked for. */
export class Outline {
  private readonly root: SyntaxNode;
  private readonly grammar: Grammar;
  private readonly groups = new Map<Group, readonly SyntaxNode[]>();

  constructor(root: SyntaxNode, grammar: Grammar) {
    this.root = root;
    this.grammar = grammar;
  }

  nodes(group: Group): readonly SyntaxNode[] {
    let nodes = this.groups.get(group);
    if (!nodes) {
      nodes = findByKinds(this.root, this.kindsOf(group));
      this.groups.set(group, nodes);
    }
    return nodes;
  }

  private kindsOf(group: Group): readonly string[] {
    const { grammar } = this;
    switch (group) {
      case 'imports':
        return grammar.importKinds;
      case 'calls':
        return grammar.callKinds;
      case 'assignments':
        return grammar.assignmentKinds;
      case 'rebindings':
        return grammar.rebindingKinds;
      case 'functions':
        return grammar.functionKinds;
      default:
        return grammar.classKinds;
    }
  }
}

/** All nodes of some kinds, in the order of the text. */
export function findByKinds(
  root: SyntaxNode,
  kinds: readonly string[],
): SyntaxNode[] {
  return root.findAll({ rule: { any: kinds.map(kind => ({ kind })) } });
}
