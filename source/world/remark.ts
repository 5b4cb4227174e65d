/** What a single observation showed to be wrong with a call. Times in ms since the epoch. */
export type Remark = {
  code: RemarkCode;
  row?: number;
  at: number;
  leg?: string;
  text: string;
  severity?: 'error' | 'warning';
};

export type RemarkCode = 'signature' | 'unreadable' | 'application' | 'ncco' | 'ncco-error' | 'fallback' | 'api';
