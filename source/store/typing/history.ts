import type {TypedLine} from './line.js';

/** What was entered before, the newest last. */
export type History = readonly string[];

/** Where somebody stands in the history, counted from its newest, and what was typed before going there. */
export type Past = {at: number; draft: string};

const MOST_KEPT = 100;

/** The history with one more entry; what is entered again moves to its end. */
export function remember(history: History, text: string): History {
  const entry = text.trim();
  return entry === '' ? history : [...history.filter(each => each !== entry), entry].slice(-MOST_KEPT);
}

/** One entry back (`by` 1) or forth (-1); undefined where there is none. In front of the newest lies what was typed. */
export function recall(
  history: History,
  line: TypedLine & {past?: Past},
  by: 1 | -1,
): (TypedLine & {past?: Past}) | undefined {
  const at = (line.past?.at ?? 0) + by;
  const draft = line.past?.draft ?? line.text;
  if (at === 0) return {text: draft, cursor: draft.length};
  const entry = history.at(-at);
  return at < 0 || entry === undefined ? undefined : {text: entry, cursor: entry.length, past: {at, draft}};
}
