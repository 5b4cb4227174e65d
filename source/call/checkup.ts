/**
 * How a hop was found on the way of a call: `ok`; `odd`, which works and is probably a mistake; `broken`; `unknown`, where something is missing to
 * check it; `unused`, where this set-up does without.
 */
export type HopVerdict = 'ok' | 'odd' | 'broken' | 'unknown' | 'unused';

/** One hop as a checkup found it. Texts are as they came: unsafe to print as they are. */
export type CheckedHop = {
  /** A word for programs, such as `answer-url`. */
  id: string;
  /** A word for people. */
  title: string;
  verdict: HopVerdict;
  /** What was asked, such as `GET https://api.nexmo.com/v2/applications/…`; absent for what this machine knows by itself. */
  asked?: string;
  seen: string;
  /** The one thing to do; absent where there is nothing to do. */
  advice?: string;
  /** How long the answer took, ms. */
  ms?: number;
};

/** Every hop, in the order in which a broken one breaks those after it: the first that is broken is to be mended first. */
export type Checkup = {
  /** When it began, ms since the epoch, and how long it took, ms. */
  at: number;
  ms: number;
  hops: readonly CheckedHop[];
};

/** The hop to begin with: the first that is broken, else the first for which something is missing. */
export function firstToMend({hops}: Checkup): CheckedHop | undefined {
  return hops.find(({verdict}) => verdict === 'broken') ?? hops.find(({verdict}) => verdict === 'unknown');
}

/** What came of it all. */
export function checkupOutcome(checkup: Checkup): 'well' | 'broken' | 'unknown' {
  const first = firstToMend(checkup)?.verdict;
  return first === 'broken' || first === 'unknown' ? first : 'well';
}
