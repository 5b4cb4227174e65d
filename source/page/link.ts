import {FEED, hello, PAGE_PROTOCOL, REFUSED, tokenProtocol} from '../run/serve/protocol.js';
import {jsonIn} from '../text/json-in.js';
import type {LinkState} from './link-state.js';

export type Hello = {recording: string; now?: number};

/** What is told of a connection. */
export type Listener = {
  state(state: LinkState): void;
  /** Gives the `seq` from which on it goes on. */
  greeted(hello: Hello): number;
  /** Lines of the recording, whole. */
  lines(text: string): void;
};

export type Link = {
  /** So many bytes were taken in. */
  taken(bytes: number): void;
  /** Tries at once. */
  retry(): void;
  close(): void;
};

/** ms until it is tried again: the first time, and at most; and where no more is let in. */
const [FIRST, LONGEST, FULL] = [250, 5000, 30_000];

/** Bytes that may be on their way to the page. */
const WINDOW = 4 * 1024 * 1024;

/** A connection to the monitor that this page is of, which comes back by itself. */
export function openLink(place: string, token: string, {state, greeted, lines}: Listener): Link {
  let socket: WebSocket | undefined;
  let timer: number | undefined;
  let wait = FIRST;
  let isOver = false;

  function connect(): void {
    clearTimeout(timer);
    timer = undefined;
    state({is: 'connecting'});
    const opened = new WebSocket(place, [PAGE_PROTOCOL, tokenProtocol(token)]);
    let isGreeted = false;
    socket = opened;
    opened.onmessage = ({data}: MessageEvent<unknown>) => {
      if (typeof data !== 'string' || socket !== opened) return;
      if (isGreeted) return lines(data);
      isGreeted = true;
      const said = hello.safeParse(jsonIn(data));
      if (!said.success || said.data.schema !== FEED)
        return end({is: 'foreign', version: said.data?.version.slice(0, 40) ?? 'unknown'});
      wait = FIRST;
      opened.send(JSON.stringify({after: greeted(said.data), window: WINDOW}));
      state({is: 'live'});
    };
    opened.onclose = ({code, reason}) => {
      if (socket === opened) closed(code, reason);
    };
  }

  function closed(code: number, reason: string): void {
    socket = undefined;
    if (isOver) return;
    if (code === REFUSED + 401) end({is: 'refused'});
    else if (code > REFUSED) again(FULL, retryAt => ({is: 'full', text: reason, retryAt}));
    else {
      again(wait, retryAt => ({is: 'away', hasEnded: code === 1001, retryAt}));
      wait = Math.min(LONGEST, wait * 2);
    }
  }

  function again(ms: number, stateUntil: (retryAt: number) => LinkState): void {
    timer = setTimeout(connect, ms);
    state(stateUntil(performance.now() + ms));
  }

  function end(last?: LinkState): void {
    isOver = true;
    clearTimeout(timer);
    timer = undefined;
    socket?.close();
    socket = undefined;
    if (last) state(last);
  }

  connect();
  return {
    taken(bytes) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({taken: bytes}));
    },
    retry() {
      if (timer !== undefined) connect();
    },
    close: () => end(),
  };
}
