import type {CallSubject, EventSubject, Time} from './subject.js';
import type {Manner} from './text-test.js';

/**
 * One field of the filter language. `event` and `call` say what it is of each: where only `event` is there, a call passes
 * when any of its events does; where only `call` is there, an event passes when its call does.
 */
export type Field = {aliases?: readonly string[]; meaning: string; example: string} & (
  | ({kind: 'text'; manner: Manner /** Values to offer, with what they mean. */; offers?: Offers} & Of<Texts>)
  | ({kind: 'number' | 'duration'} & Of<number | undefined>)
  | ({kind: 'moment'} & Of<Time | undefined>)
  | {kind: 'words'; words: Readonly<Record<string, Word>>}
);

/** One of the words that a field of kind `words` knows. */
export type Word = {aliases?: readonly string[]; meaning: string} & Of<boolean>;

type Texts = readonly (string | undefined)[];
/** What can be offered for completion: things of this World, or a fixed list with what each means. */
export type Offers = 'type' | 'leg' | 'member' | 'party' | 'call' | 'listener' | Readonly<Record<string, string>>;
type Of<T> = {event?: (s: EventSubject) => T; call?: (s: CallSubject) => T};
