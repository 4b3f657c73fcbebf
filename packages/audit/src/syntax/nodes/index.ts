export { SyntaxNode } from './SyntaxNode';
export type { NodePosition } from './SyntaxNode';
export type { NodeQuery, NodeRelation, NodeRule } from './matcherOf';
