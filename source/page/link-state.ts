/** How it stands with the monitor. Times are ms of `performance.now`. */
export type LinkState =
  /** Nobody has given a token. */
  | {is: 'asking'}
  | {is: 'connecting'}
  | {is: 'live'}
  /** Gone, and tried again at that time; `hasEnded` where it said so. */
  | {is: 'away'; hasEnded: boolean; retryAt: number}
  /** It wants another token. */
  | {is: 'refused'}
  /** Too many tokens were tried, or too many are attached. */
  | {is: 'full'; text: string; retryAt: number}
  /** It speaks another version. */
  | {is: 'foreign'; version: string};
