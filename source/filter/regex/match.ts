import {type Node, RegexError, readRegex} from './syntax.js';

/**
 * A regular expression that is matched in time proportional to the text, whatever it says: people type these live, and
 * what they are matched against (names, reasons, digits) is chosen by callers. JavaScript's own matcher goes back in the
 * text and can take hours for `(a+)+$`; no test of a pattern tells all such patterns from good ones, and a time limit
 * cannot interrupt it. So this follows all alternatives at once, and remembers where each character leads.
 */
export type Regex = {
  /** Whether the expression occurs in a text. `steps` counts the states looked at: at most (length + 1) × size. */
  test(text: string, steps?: {count: number}): boolean;
  /**
   * The first place at or behind `from` where it occurs, as long as it can be, and not empty. Costs at most one state a
   * character more often than `test`, for each place: `steps` counts down, and at 0 nothing is found any more.
   */
  find(text: string, from: number, steps: {left: number}): TextSpan | undefined;
  /** How many states the expression has. */
  size: number;
};

/** A part of a text: offsets, the second behind its end. */
export type TextSpan = {from: number; to: number};

type State =
  | {kind: 'set'; has: (code: number) => boolean; next: number}
  | {kind: 'split'; a: number; b: number}
  | {kind: 'assert'; what: 'start' | 'end' | 'boundary' | 'inside'; next: number}
  | {kind: 'match'};

/** All the places in the expression that a text can have led to. */
type Front = {
  states: readonly number[];
  first: boolean;
  word: boolean;
  /** Where each ASCII character leads, and what the end of the text says, once that is known. */
  after: (Front | 'found' | undefined)[];
  end?: boolean;
};

const MOST_STATES = 1000;
const MOST_FRONTS = 1000;
const ASCII = 128;

/** Throws `RegexError` with one sentence for people. */
export function regex(source: string, flags: '' | 'i'): Regex {
  const {states, start} = compile(readRegex(source, flags === 'i'));
  const fronts = new Map<string, Front>();
  const front = (at: readonly number[], first: boolean, word: boolean): Front => {
    const key = `${first ? 1 : 0}${word ? 1 : 0}${at.join()}`;
    const known = fronts.get(key);
    if (known) return known;
    if (fronts.size >= MOST_FRONTS) fronts.clear();
    const made: Front = {states: at, first, word, after: new Array(ASCII)};
    fronts.set(key, made);
    return made;
  };

  /** Follows everything that needs no character; undefined once the end of the expression is reached. */
  const reach = (from: Front, code: number | undefined, steps?: {count: number}): number[] | undefined => {
    const seen = new Set<number>();
    const stack = [...from.states, start];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      if (steps) steps.count++;
      const state = states[at];
      if (state?.kind === 'match') return undefined;
      if (state?.kind === 'split') stack.push(state.a, state.b);
      if (state?.kind === 'assert' && allows(state.what, from, code)) stack.push(state.next);
    }
    return [...seen];
  };

  const step = (from: Front, code: number, steps?: {count: number}): Front | 'found' => {
    const reached = reach(from, code, steps);
    if (!reached) return 'found';
    const next = new Set<number>();
    for (const at of reached) {
      const state = states[at];
      if (state?.kind === 'set' && state.has(code)) next.add(state.next);
    }
    return front(
      [...next].sort((a, b) => a - b),
      false,
      isWord(code),
    );
  };

  return {
    size: states.length,
    test(text, steps) {
      let now = front([], true, false);
      for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        const known = code < ASCII ? now.after[code] : undefined;
        const next = known ?? step(now, code, steps);
        if (known === undefined && code < ASCII) now.after[code] = next;
        if (next === 'found') return true;
        now = next;
      }
      now.end ??= reach(now, undefined, steps) === undefined;
      return now.end;
    },
    find(text, from, steps) {
      let found: TextSpan | undefined;
      // Each state with where the match began that led to it; the earliest beginning first, which also wins.
      let now = new Map<number, number>();
      for (let i = from; i <= text.length; i++) {
        const code = i < text.length ? text.charCodeAt(i) : undefined;
        const place = {first: i === 0, word: i > 0 && isWord(text.charCodeAt(i - 1))};
        const seen = new Map<number, number>();
        if (!found && !now.has(start)) now.set(start, i);
        for (const [state, begin] of now) {
          const stack = [state];
          for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
            if (seen.has(at)) continue;
            seen.set(at, begin);
            const state = states[at];
            if (state?.kind === 'match' && begin < i && begin <= (found?.from ?? begin)) found = {from: begin, to: i};
            if (state?.kind === 'split') stack.push(state.a, state.b);
            if (state?.kind === 'assert' && allows(state.what, place, code)) stack.push(state.next);
          }
        }
        steps.left -= seen.size;
        if (steps.left <= 0) return undefined;
        now = new Map();
        for (const [at, begin] of seen) {
          const state = states[at];
          const isLate = found !== undefined && begin > found.from;
          if (state?.kind !== 'set' || code === undefined || isLate || now.has(state.next) || !state.has(code))
            continue;
          now.set(state.next, begin);
        }
        if (found && now.size === 0) return found;
      }
      return found;
    },
  };
}

function allows(
  what: 'start' | 'end' | 'boundary' | 'inside',
  front: Pick<Front, 'first' | 'word'>,
  code: number | undefined,
): boolean {
  if (what === 'start') return front.first;
  if (what === 'end') return code === undefined;
  const boundary = front.word !== (code !== undefined && isWord(code));
  return what === 'boundary' ? boundary : !boundary;
}

function isWord(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
}

/** Lays the expression out as states, from its end to its start. */
function compile(root: Node): {states: State[]; start: number} {
  const states: State[] = [{kind: 'match'}];
  let work = 0;
  const add = (state: State): number => states.push(state) - 1;
  const lay = (node: Node, next: number): number => {
    if (++work > 5 * MOST_STATES || states.length > MOST_STATES) {
      throw new RegexError('too large once its repetitions are written out: use smaller numbers in {}');
    }
    switch (node.kind) {
      case 'set':
        return add({...node, next});
      case 'assert':
        return add({...node, next});
      case 'seq':
        return node.of.reduceRight((after, each) => lay(each, after), next);
      case 'alt':
        return node.of.map(each => lay(each, next)).reduceRight((b, a) => add({kind: 'split', a, b}));
      case 'repeat':
        return layRepeat(node, next);
    }
  };
  const layRepeat = ({min, max, of}: Node & {kind: 'repeat'}, next: number): number => {
    let at = next;
    if (max === Number.POSITIVE_INFINITY) {
      const loop = {kind: 'split' as const, a: next, b: next};
      at = add(loop);
      loop.b = lay(of, at);
    } else {
      for (let i = min; i < max; i++) at = add({kind: 'split', a: lay(of, at), b: next});
    }
    for (let i = 0; i < min; i++) at = lay(of, at);
    return at;
  };
  const start = lay(root, 0);
  return {states, start};
}
