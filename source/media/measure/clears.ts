import type {Utterance} from './speech.js';

/** The application had what waited at Vonage thrown away. */
export type Clear = {
  at: number;
  /** ms of audio that were never heard. */
  thrown: number;
  clearedAt?: number;
};

/** ms that Vonage has for its answer. */
export const answerMs = 1000;

/** ms after which speech that began before is known, and ms that an application takes to know what it heard. */
const [knownMs, noticeMs] = [150, 2000];

const mostRecent = 8;

export function createClears(callers: readonly Utterance[]) {
  const recent: Clear[] = [];
  /** Not yet held against what the caller said. */
  let open: Clear[] = [];
  let unasked = 0;

  const isAsked = (clear: Clear) =>
    callers.some(({from, to, isOver}) => from <= clear.at + knownMs && (!isOver || to >= clear.at - noticeMs));

  return {
    recent: recent as readonly Clear[],
    add(at: number, thrown: number): void {
      const clear = {at, thrown};
      recent.push(clear);
      if (recent.length > mostRecent) recent.shift();
      if (thrown > 0) open = [...open, clear].slice(-mostRecent);
    },
    answered(at: number): void {
      const clear = recent.find(each => each.clearedAt === undefined && at - each.at <= answerMs);
      if (clear) clear.clearedAt = at;
    },
    advance(at: number): void {
      for (let [first] = open; first && at >= first.at + knownMs; [first] = open) {
        if (!isAsked(first)) unasked++;
        open = open.slice(1);
      }
    },
    get unasked() {
      return unasked;
    },
  };
}
