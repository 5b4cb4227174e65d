import {keepNewest} from '../../call/keep-newest.js';

/** The numbers that observations of many recordings have here, by their recording and their `seq` there. */
export type KnownNumbers = {
  get(recording: string, seq: number): number | undefined;
  set(recording: string, seq: number, number: number): void;
};

/** Numbers that are kept together, because a recording counts without gaps, and how many of these pages are: 16 million numbers in 64 MB. */
const PAGE = 1024;
const MOST_PAGES = 16_384;

/** Takes four bytes for each; of more than there is room for, those go of a page that was written to longest ago. */
export function createKnownNumbers(mostPages = MOST_PAGES): KnownNumbers {
  const pages = new Map<string, Uint32Array>();
  const keyOf = (recording: string, seq: number) => `${recording}${Math.floor(seq / PAGE)}`;
  return {
    get: (recording, seq) => pages.get(keyOf(recording, seq))?.[seq % PAGE] || undefined,
    set(recording, seq, number) {
      const key = keyOf(recording, seq);
      const page = pages.get(key) ?? new Uint32Array(PAGE);
      page[seq % PAGE] = number;
      keepNewest(pages, key, page, mostPages);
    },
  };
}
