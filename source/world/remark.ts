/** What a single observation showed to be wrong with a call. Times in ms since the epoch. */
export type Remark = {
  code: RemarkCode;
  row?: number;
  at: number;
  leg?: string;
  text: string;
  advice?: string;
  /** What is found again and again is one remark of this key, with how often it was found. */
  key?: string;
  count?: number;
  severity?: 'error' | 'warning';
};

/** Every code of a remark, in a fixed order. */
export const remarkCodes = [
  'signature',
  'unreadable',
  'foreign',
  'misplaced',
  'unknown-path',
  'refused',
  'application',
  'slow-answer',
  'ncco',
  'ncco-error',
  'fallback',
  'recording',
  'api',
] as const;

export type RemarkCode = (typeof remarkCodes)[number];
