import { Resolver } from '../applications/Resolver';
import type { DependencyJudge } from './DependencyJudge';
import type { FunctionJudge } from './FunctionJudge';
import type { NameJudge } from './NameJudge';
import { SourceText } from './SourceText';

/** The judges, who ask each other: a name leads to a function, a function depends on names. */
export interface Judges {
  resolver: Resolver;
  source: SourceText;
  names: NameJudge;
  functions: FunctionJudge;
  dependencies: DependencyJudge;
}

/** How far own code is followed. */
export const MAX_DEPTH = 4;
export const MAX_FOLLOWED = 12;

/** Names of helpers of handlers, which call much else, in which they may turn callers away. */
export const HANDLER_HELPER =
  /auth(?!or(?:s|_|$))|current_?user|require|ensure|check_?login|session|permission|role|admin|guard|protect|signature|verify|identity|principal|caller|access|owner|member|assert|is_?logged|restrict/i;
/** `(err, req, res, next)`: handles errors of others and guards nothing. */
export const ERROR_HANDLER =
  /\(\s*_?(?:err|error|e|ex|exception)\s*(?::\s*[\w.]{1,40})?\s*,[^(),{}]{1,60},[^(),{}]{1,60},[^(),{}]{1,60}\)\s*(?::\s*[\w<>]{1,40}\s*)?(?:=>|\{)/;
