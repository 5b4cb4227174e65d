import * as z from 'zod';

/** What a monitor that is served says first; then come lines of its recording, several to a message. */
export const FEED = 'convo-monitor/feed@1';

export const hello = z.object({
  schema: z.string(),
  /** Of the program. */
  version: z.string(),
  /** Names the recording: where it is another one than before, that monitor was started anew. */
  recording: z.string(),
});

/** What it says once, behind all that was there when somebody attached: what comes now is news. */
export const CAUGHT_UP = JSON.stringify({schema: FEED, caughtUp: true});

/** What who attaches says first: the `seq` of the last observation that it has; 0 for none. */
export const request = z.object({after: z.int().min(0).max(0xffff_ffff)});

/** Where it is served unless somebody says otherwise. */
export const SERVE_PORT = 4600;

/** Bytes of a message: a line of a recording has far less, but for a large body. */
export const LONGEST_MESSAGE = 16 * 1024 * 1024;
