import {BEAT_EVERY, beat, FEED, hello, PAGE_PROTOCOL, REFUSED, tokenProtocol} from '../run/serve/protocol.js';
import {jsonIn} from '../text/json-in.js';
import type {LinkState} from './link-state.js';

export type Hello = {recording: string; now?: number};

/** What is told of a connection. */
export type LinkHandlers = {
  state(state: LinkState): void;
  /** Gives the `seq` from which on it goes on. */
  greeted(hello: Hello): number;
  /** The monitor's clock, ms since the epoch. */
  clock(now: number): void;
  /** Lines of the recording, whole. */
  lines(text: string): void;
};

export type PageLink = {
  /** So many bytes were taken in. */
  taken(bytes: number): void;
  /** Tries at once. */
  retry(): void;
  close(): void;
};

/** ms until it is tried again: the first time, and at most; and where no more is let in. */
const [FIRST, LONGEST, FULL] = [250, 5000, 30_000];

/** A monitor that says nothing for so long is gone, ms, though no browser has noticed; and how often that is looked at. */
const SILENCE = 2.5 * BEAT_EVERY;
const LOOK_EVERY = 5000;

/** Bytes that may be on their way to the page. */
const WINDOW = 4 * 1024 * 1024;

/** A connection to the monitor that this page is of, which comes back by itself. */
export function openPageLink(place: string, token: string, {state, greeted, clock, lines}: LinkHandlers): PageLink {
  let socket: WebSocket | undefined;
  let timer: number | undefined;
  let wait = FIRST;
  let isOver = false;
  let heardAt = 0;

  function connect(): void {
    clearTimeout(timer);
    timer = undefined;
    state({is: 'connecting'});
    const opened = new WebSocket(place, [PAGE_PROTOCOL, tokenProtocol(token)]);
    let isGreeted = false;
    socket = opened;
    heardAt = performance.now();
    opened.onmessage = ({data}: MessageEvent<unknown>) => {
      if (typeof data !== 'string' || socket !== opened) return;
      heardAt = performance.now();
      if (isGreeted) return hear(data);
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

  function hear(text: string): void {
    const said = text.startsWith('{"schema"') ? beat.safeParse(jsonIn(text)).data : undefined;
    if (said) clock(said.now);
    else lines(text);
  }

  const watch = setInterval(() => {
    if (!socket || performance.now() - heardAt < SILENCE) return;
    const lost = socket;
    closed(1006, '');
    lost.close();
  }, LOOK_EVERY);

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
    clearInterval(watch);
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
