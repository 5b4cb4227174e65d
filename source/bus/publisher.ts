import {basename, dirname} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import type {Observation} from '../call/observation.js';
import {observationLine} from '../recording/line.js';
import {counted} from '../text/counted.js';
import {messageOf} from '../text/system-error.js';
import {BusError} from './error.js';
import {findStreams} from './find-streams.js';
import {createFlight, type Flight} from './flight.js';
import {followed, type Position, type RecordedLine, recordingIn} from './follow.js';
import type {BusLink} from './link.js';
import {type Names, type Published, readPublished, writePublished} from './published.js';
import {streamName} from './shards.js';
import {createTokens, NONE, tokenOf} from './subject.js';
import {messagesOf} from './wire.js';

export type PublisherOptions = {
  /** The recording: the first file of it. */
  file: string;
  /** The file that is written, as far as it is not the one in which the recording says that it goes on. */
  newest(): string;
  /** Nothing more is recorded: it ends when all of it is on the bus. */
  isOver(): boolean;
  names: Omit<Names, 'application'>;
  /** For sentences. */
  url: string;
  /** Rejects with `BusError`. */
  connect(): Promise<BusLink>;
  /** What is published instead of an observation: the same without phone numbers. */
  mask?: (o: Observation) => Observation;
  /** Gets what changes, once each time. */
  tell(news: PublishingState): void;
  /** 0 to 1, for delays. */
  random?: () => number;
};

/** How the publishing goes, for people: what changed, and what to do next. */
export type PublishingState = {state: 'ok' | 'waiting' | 'failing'; code: string; text: string};

/** How it is now. */
export type BusState = {
  state: 'connecting' | 'ok' | 'down';
  /** Since when, ms since the epoch. */
  since: number;
  /** What the last acknowledgement took, ms. */
  ms?: number;
  /** Everything up to the observation of this number is there. */
  seq: number;
  /** Of this run, so many observations were sent. */
  sent: number;
  /** How often it was tried in vain since it last did. */
  tries: number;
  /** When the oldest one was observed that is under way, ms since the epoch. */
  oldestAt?: number;
};

export type Publisher = {
  state(): BusState;
  /** The id of what is published, empty as long as it is not known, and as whose. */
  whose(): Pick<Published, 'recording' | 'names'>;
  /** Resolves when everything is there and the recording is over, or after `close`. Never rejects. */
  done: Promise<void>;
  /** Leaves off at once; how far it came is kept. */
  close(): Promise<void>;
};

/** Messages and bytes that may be under way. */
const WINDOW = 256;
const WINDOW_BYTES = 8 * 1024 * 1024;

/** ms between two tries: at first, and at most. */
const [FIRST_PAUSE, LONGEST_PAUSE] = [100, 5000];

/** ms between two times that it is kept how far it came. */
const KEEP_EVERY = 1000;

/** Bytes of a recording that are read again for the webhooks that replies are to come to. */
const WARM_UP = 4 * 1024 * 1024;

/** The stream of a shard, counted from 0. */
const nameOf = (i: number): string => streamName({number: i + 1});

/** The highest number in each stream. */
const reachedIn = ({streams = []}: Published): Map<string, number> =>
  new Map(streams.map(({seq}, i) => [nameOf(i), seq]));

/**
 * Publishes a recording as it grows, from where it was left off. The recording is the queue: what the bus does not take now is read from there
 * again, so nothing waits in memory, and nobody waits for the bus.
 */
export function startPublishing(options: PublisherOptions): Publisher {
  const {file, newest, isOver, url, connect, mask, tell, random = Math.random} = options;
  const closing = new AbortController();
  let published: Published = {
    recording: '',
    position: {file, offset: 0, seq: 0},
    names: {...options.names, application: NONE},
  };
  let tokenAt = createTokens();
  let flight: Flight = createFlight(published.position);
  let state: Pick<BusState, 'state' | 'since' | 'ms'> = {state: 'connecting', since: Date.now()};
  let failures = 0;
  /** What was told last, so that the same is not told again. */
  let told = '';
  let leftOutBefore = 0;
  /** Among so many streams observations are shared out. */
  let shards = 1;
  let kept = '';
  let keptAt = 0;
  let keeping = Promise.resolve();

  const say = (news: PublishingState): void => {
    if (news.code === told) return;
    told = news.code;
    tell(news);
  };

  async function run(): Promise<void> {
    await begin();
    while (!closing.signal.aborted) {
      const triedAt = Date.now();
      let link: BusLink | undefined;
      try {
        link = await connect();
        await compare(link);
        await publishOver(link);
        if (!closing.signal.aborted) break;
      } catch (error) {
        fail(
          error instanceof BusError ? error : new BusError('recording', `${file} cannot be read: ${messageOf(error)}.`),
        );
      } finally {
        await keep();
        await link?.close();
      }
      await pause(triedAt);
    }
    await keep();
  }

  /** Goes on from where an earlier run left off, if it is still this recording. */
  async function begin(): Promise<void> {
    const recording = await recordingIn(file).catch(() => '');
    published = {...published, recording};
    const before = await readPublished(file);
    if (before && before.recording === recording) {
      published = before;
      const {team, listener} = options.names;
      if (before.names.team !== team || before.names.listener !== listener)
        say({
          state: 'ok',
          code: 'other-names',
          text: `This recording was published as ${before.names.team}/${before.names.listener} before, and goes on as that: --team and --listener are for new ones.`,
        });
    }
    await warmUp(published.position);
    flight = createFlight(published.position, reachedIn(published));
    // That it is to be on the bus is known from now on, whatever becomes of this run.
    await keep();
  }

  /** Learns again to which webhooks replies may come. */
  async function warmUp(to: Position): Promise<void> {
    const from = {...to, offset: Math.max(0, to.offset - WARM_UP), seq: 0};
    tokenAt = createTokens();
    if (to.offset === 0) return;
    const over = {newest: () => to.file, isOver: () => true, signal: closing.signal};
    try {
      for await (const lines of followed(from, over))
        for (const {observation} of lines) {
          if (observation.seq > to.seq) return;
          tokenAt(observation);
        }
    } catch {
      // What cannot be read will be told of by what publishes it.
    }
  }

  /** Whether the stream is still the one that has what was published; another one is filled again. */
  async function compare(link: BusLink): Promise<void> {
    const {streams: before, position} = published;
    const short = (): void => {
      const text = `The stream at ${url} has less than it had taken: it is asked again for some seconds, because a server that was cut off catches up.`;
      say({state: 'waiting', code: 'short', text});
    };
    const found = await findStreams(link, before, {signal: closing.signal, short}).catch((error: BusError) => {
      if (error.code !== 'forbidden') throw error;
    });
    leftOutBefore = 0;
    shards = found?.streams.length ?? 1;
    if (!found) {
      const text = `${url} does not let this listener look at its stream: that it was emptied would not be noticed.`;
      return say({state: 'ok', code: 'unwatched', text});
    }
    const {streams, are} = found;
    const isSame = are === 'same';
    published = {
      ...published,
      streams: streams.map(({created}, i) => ({created, seq: isSame ? (before?.[i]?.seq ?? 0) : 0})),
    };
    if (isSame) return;
    const [{maxAge} = {}] = streams;
    if (maxAge !== undefined) leftOutBefore = Date.now() - maxAge;
    published = {...published, position: {file, offset: 0, seq: 0}};
    flight = createFlight(published.position, undefined, flight.reached().sent);
    await keep();
    const what = are === 'others' ? 'is another one than before' : 'has lost what it had';
    const text = `The stream at ${url} ${what}: what was there (${counted(position.seq, 'observation')}) is sent again, as far as it keeps it.`;
    told = '';
    say({state: 'waiting', code: 'refilling', text});
  }

  /** Sends what is recorded until that is over, or something fails: then it throws. */
  async function publishOver(link: BusLink): Promise<void> {
    const stop = new AbortController();
    const {signal} = stop;
    const onClose = (): void => stop.abort();
    closing.signal.addEventListener('abort', onClose, {once: true});
    let failure: BusError | undefined;
    let wake: () => void = () => undefined;
    const failed = (error: BusError): void => {
      failure ??= error;
      stop.abort();
      wake();
    };
    void link.lost.then(failed);
    signal.addEventListener('abort', () => wake(), {once: true});
    // One at first: as long as it is not known whether the bus takes anything.
    let window = 1;
    // What was under way on another connection may or may not have come: it is sent again.
    flight = createFlight(published.position, reachedIn(published), flight.reached().sent);
    const isFull = (): boolean => flight.lines() >= window || (flight.bytes() > WINDOW_BYTES && flight.lines() > 0);
    const room = async (isEnough: () => boolean): Promise<void> => {
      while (!signal.aborted && !isEnough())
        await new Promise<void>(resolve => {
          wake = resolve;
        });
    };

    const acknowledged = (sentAt: number): void => {
      state = {...state, ms: performance.now() - sentAt};
      if (window === 1) taken();
      window = WINDOW;
      wake();
      if (Date.now() - keptAt >= KEEP_EVERY) void keep();
    };

    function send(line: RecordedLine): void {
      const {bytes, observation, recording, behind} = line;
      const messages = isLeftOut(observation)
        ? []
        : messagesOf(bodyOf(line), {recording, seq: observation.seq}, placeOf(observation), link.room, shards);
      const entry = flight.add({behind, at: observation.at, bytes: bytes.length, messages: messages.length});
      const sentAt = performance.now();
      for (const message of messages)
        link.publish(message).then(ack => {
          // Late, on a connection that was given up.
          if (signal.aborted) return;
          entry.acknowledged(ack);
          acknowledged(sentAt);
        }, failed);
    }

    try {
      for await (const lines of followed(published.position, {newest, isOver, signal})) {
        for (const line of lines) {
          if (isFull()) await room(() => !isFull());
          if (signal.aborted) break;
          send(line);
        }
        if (lines.length === 0 && state.state !== 'ok' && flight.lines() === 0) taken();
        if (signal.aborted) break;
      }
      await room(() => flight.lines() === 0);
    } finally {
      closing.signal.removeEventListener('abort', onClose);
      stop.abort();
      remember();
    }
    if (failure) throw failure;
  }

  /** The health of the bus itself would never come to an end there. */
  const isLeftOut = (o: Observation): boolean => (o.source === 'health' && o.part === 'bus') || o.at < leftOutBefore;

  const bodyOf = ({bytes, observation}: RecordedLine): Uint8Array =>
    mask ? Buffer.from(observationLine(mask(observation)).trimEnd()) : bytes;

  function placeOf(o: Observation) {
    if (o.source === 'control' && o.setup?.applicationId)
      published = {...published, names: {...published.names, application: tokenOf(o.setup.applicationId)}};
    return {...published.names, conversation: tokenAt(o)};
  }

  /** The bus takes what is sent. */
  function taken(): void {
    const wasDown = state.state === 'down';
    if (state.state !== 'ok') state = {...state, state: 'ok', since: Date.now()};
    failures = 0;
    const {team, listener} = published.names;
    const text = wasDown
      ? `${url} takes observations again: what it lacks is sent now.`
      : `Published to ${url} as ${team}/${listener}.`;
    say({state: 'ok', code: wasDown ? 'back' : 'published', text});
  }

  function fail(error: BusError): void {
    failures += 1;
    if (state.state !== 'down') state = {...state, state: 'down', since: Date.now()};
    say({state: 'failing', code: error.code, text: error.message});
  }

  /** A time that doubles, and is not the same for all who wait for a server; what the try itself took counts. */
  async function pause(triedAt: number): Promise<void> {
    const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.max(0, failures - 1));
    const ms = longest * (0.5 + random() / 2) - (Date.now() - triedAt);
    if (ms > 0) await setTimeout(ms, undefined, {signal: closing.signal}).catch(() => undefined);
  }

  /** Takes over how far the flight has come. */
  function remember(): void {
    const {position, streams: reached} = flight.reached();
    const streams = published.streams?.map(({created}, i) => ({created, seq: reached.get(nameOf(i)) ?? 0}));
    published = {...published, position, ...(streams && {streams})};
  }

  async function keep(): Promise<void> {
    keptAt = Date.now();
    remember();
    // Elsewhere than beside its first file it would not be found.
    const isBeside = dirname(published.position.file) === dirname(file) && basename(published.position.file) !== '';
    const text = JSON.stringify(published);
    if (!isBeside || text === kept || published.recording === '') return;
    kept = text;
    keeping = keeping.then(() => writePublished(file, published));
    await keeping;
  }

  return {
    state() {
      const {position, sent} = flight.reached();
      return {...state, seq: position.seq, sent, tries: failures, oldestAt: flight.oldestAt()};
    },
    whose: () => published,
    done: run(),
    async close() {
      closing.abort();
      await this.done;
    },
  };
}
