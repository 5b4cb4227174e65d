import {jsonIn} from '../text/json-in.js';
import {asRecord} from '../vonage/loose.js';

/** Characters of a text that are kept: commands and events have a few hundred. */
const MOST_KEPT = 4096;

/** Texts of one sender that are kept in `WINDOW` ms; of what comes beyond, the number: an agent that sends its audio as text sends fifty a second. */
const MOST_IN_WINDOW = 50;
const WINDOW = 10_000;

/** Characters of the word of a text of which only the beginning is kept. */
const LONGEST_WORD = 64;

/** A text as it is kept: of a long one the beginning, with its bytes and what it says. */
export function keptText(
  text: string,
  command: SocketCommand | undefined,
): {body: string; cut?: number; word?: string} {
  if (text.length <= MOST_KEPT) return {body: text};
  const word = command && {word: command.word.slice(0, LONGEST_WORD)};
  return {body: text.slice(0, MOST_KEPT), cut: Buffer.byteLength(text), ...word};
}

/** Lets so many texts through at a time, and counts the others. */
export function createAdmission() {
  let since = Number.NEGATIVE_INFINITY;
  let count = 0;
  return {
    /** Whether one more is kept, and how many before it were not. */
    admit(at: number): {isKept: boolean; left: number} {
      const left = at - since > WINDOW ? Math.max(0, count - MOST_IN_WINDOW) : 0;
      if (at - since > WINDOW) {
        since = at;
        count = 0;
      }
      return {isKept: ++count <= MOST_IN_WINDOW, left};
    },
    /** How many were not kept since the last one that was. */
    left: () => Math.max(0, count - MOST_IN_WINDOW),
  };
}

/** What a text says that the measuring must know; undefined for any other, and for what is no JSON. */
export function commandIn(text: string): SocketCommand | undefined {
  const fields = asRecord(jsonIn(text));
  return fields && {word: String(fields.event ?? fields.action ?? ''), fields};
}

export type SocketCommand = {word: string; fields: Record<string, unknown>};
