import type {Call} from '../world/read/calls.js';
import type {Leg} from '../world/world.js';
import type {Bounds} from './file/bounds.js';
import type {Pattern} from './file/pattern.js';

/** A position in a file: both from 1. */
export type TextPosition = {line: number; column: number};

/** What was expected of a call, and what was seen instead. Texts may come from outside: unsafe to print as they are. */
export type Mismatch = {
  expected: string;
  seen: string;
  /** What of `seen` is meant, in characters. */
  mark?: {from: number; length: number};
  /** The leg, and the row of the log that shows it. */
  leg?: Leg;
  row?: number;
  /** What else there is to know. */
  note?: string;
};

/** One sentence of a flow file. */
export type Expectation = {
  /** Such as `callee: statuses`. */
  title: string;
  position: TextPosition;
  check(call: Call): Mismatch | undefined;
};

/** How calls are to go. */
export type Flow = {
  name: string;
  /** As it was named. */
  file: string;
  /** What calls `convo-monitor test` places: names of scenarios, files, or a scenario itself. */
  place?: unknown;
  /** How many calls it is about; at least one where nothing is said. */
  calls: Bounds & {position: TextPosition};
  /** Which calls those are; all where nothing is said. */
  only: {from?: Pattern; to?: Pattern; direction?: 'inbound' | 'outbound'};
  expectations: readonly Expectation[];
};
