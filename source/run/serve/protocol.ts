import * as z from 'zod';

/** What a monitor that is served says first; then come lines of its recording, several to a message. */
export const FEED = 'convo-monitor/feed@1';

export const hello = z.object({
  schema: z.string(),
  /** Of the program. */
  version: z.string(),
  /** Names the recording: where it is another one than before, that monitor was started anew. */
  recording: z.string(),
  /** Its clock, ms since the epoch. */
  now: z.number().optional(),
});

/** What it says once, behind all that was there when somebody attached: what comes now is news. */
export const CAUGHT_UP = JSON.stringify({schema: FEED, caughtUp: true});

/**
 * What who attaches says first: the `seq` of the last observation that it has, 0 for none; and how many bytes may be on the way to it, where it cannot hold up what is
 * sent as a page in a browser cannot: then it says each time how many it has taken in.
 */
export const request = z.object({after: z.int().min(0).max(0xffff_ffff), window: z.int().min(1).optional()});
export const taken = z.object({taken: z.number().min(0)});

/** What it says every now and then to a page, which is not told of pings: it is still there, and so late by its clock, ms since the epoch. */
export const beat = z.object({schema: z.literal(FEED), now: z.number()});
export const BEAT_EVERY = 30_000;

/** How it stands with where that comes from which is served, a bus: whenever that changes, and to who attaches once that is known. */
export const standing = z.object({
  schema: z.literal(FEED),
  standing: z.object({
    state: z.enum(['ok', 'failing']),
    code: z.string().max(40),
    text: z.string().max(1000),
    /** Since when it is in that state, ms since the epoch by the clock of who says it. */
    since: z.number().optional(),
  }),
});

/** Where it is served unless somebody says otherwise. */
export const SERVE_PORT = 4600;

/** Bytes of a message: a line of a recording has far less, but for a large body. */
export const LONGEST_MESSAGE = 16 * 1024 * 1024;

/**
 * The subprotocol that the page asks for, beside one that holds the token: it cannot set a header, and a first message would keep strangers connected until it came.
 * So the token is looked at where that of `attach` is, before anything is opened.
 */
export const PAGE_PROTOCOL = 'convo-monitor.page';

/** The subprotocol that holds a token: what a header may hold, whatever is in it. */
export function tokenProtocol(token: string): string {
  const bytes = Array.from(new TextEncoder().encode(token), byte => String.fromCharCode(byte)).join('');
  return `token.${btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

/** A browser tells a page nothing of an answer that refuses a WebSocket: it is opened, and closed with this more than the status of the answer. */
export const REFUSED = 4000;
