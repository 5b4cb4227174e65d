import type {AnswerDifference} from '../../call/answer-difference.js';
import type {Resent} from '../../call/observation.js';
import type {Witness} from '../../world/world.js';
import type {JsonDifference} from './diff.js';
import type {DetailFact} from './facts.js';
import type {FoldableJsonRow} from './json-rows.js';

/** One row of the detail, before it is cut to a width. What it says comes from outside: unsafe to print as it is. */
export type DetailRow =
  | {kind: 'blank'}
  | {kind: 'fact'; fact: DetailFact}
  /** The head of a message, under which it can be folded away. */
  | {kind: 'title'; text: string; path: string; fold: 'open' | 'folded'; body: string}
  | ({kind: 'json'} & FoldableJsonRow)
  | {kind: 'header'; name: string; value: string}
  | {kind: 'text'; text: string}
  | {kind: 'note'; text: string}
  /** The tab `compare`: who speaks, what each says of a field, and their payloads row by row. */
  | {kind: 'witnesses'; names: readonly Witness[]}
  | {kind: 'compare'; field: string; said: readonly WitnessValue[]; differs: boolean}
  | {kind: 'beside'; texts: readonly string[]}
  /** The tab `diff`: the two events, and where they differ. */
  | {kind: 'sides'; left: DiffSide; right: DiffSide}
  | {kind: 'differ'; difference: JsonDifference}
  | {kind: 'differText'; sign: '+' | '-'; text: string}
  /** A webhook that was sent again: how its answers compare, and where they differ. */
  | {kind: 'replayed'; resent: Resent; before?: {status: number; ms: number}}
  | {kind: 'answerDiffers'; difference: AnswerDifference};

/** What a witness says of a field: a time as it is written in ISO 8601. */
export type WitnessValue = {witness: Witness; value?: string; isTime: boolean};

/** One of two events that are compared; `at` in ms since the epoch. */
export type DiffSide = {row: number; at: number; type: string; label?: string};
