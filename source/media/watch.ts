import {randomUUID} from 'node:crypto';
import type {MediaEvent, Meter, SocketWatch} from '../call/media.js';
import type {Draft, Observation} from '../call/observation.js';
import {STRIP_MS} from '../call/strip.js';
import {createLooks} from './looks.js';
import {openSocketSession, type SocketSession} from './session.js';
import {readSocket} from './tap.js';
import {tryFolder} from './wav/file.js';
import {recordWav, type WavWriter} from './wav/record.js';
import {type Clues, createWhose} from './whose.js';

type OwnDraft = Extract<Draft, {source: 'media' | 'health'}>;

/** Looks at every WebSocket that Vonage opens here, and finds out of which leg it is. */
export type MediaWatch = SocketWatch & {
  /** Takes in what else was observed: legs are found by it. */
  follow(o: Observation): void;
  /** What the meters of each open socket show. */
  meters(): Record<string, Meter>;
  /** Resolves when all audio that was to be written is. */
  close(): Promise<void>;
};

/** A socket of which it is not known, or not wholly known, whose it is. */
type Unsettled = {clues: Clues; settle(): void};

/** Handshakes that are refused and kept, in `WINDOW` ms: strangers find the address, too. */
const MOST_REFUSED = 20;
const WINDOW = 10_000;

/** ms between two looks at what passed. A look costs as much as the audio of some 50 ms does, so that few are better; a meter shows them. */
const LOOK_EVERY = 2 * STRIP_MS;

/** ms that a look may be late and still see what was in between. */
const MOST_LATE = 2000;

/** With `record`, a folder, what is said is kept there; that it cannot be is told at once, before somebody speaks. */
export function watchSockets(emit: (draft: OwnDraft) => void, {record: folder}: {record?: string} = {}): MediaWatch {
  /** Files that are not whole yet. */
  const writing = new Set<Promise<void>>();
  let isRefused = false;
  if (folder !== undefined)
    void tryFolder(folder).then(why => {
      if (why === undefined) return;
      isRefused = true;
      const text = `${why} (--media-record). Until then no audio is kept; each leg is tried anew.`;
      emit({source: 'health', part: 'audio', state: 'failing', code: 'audio-not-written', text});
    });
  const whose = createWhose();
  const unsettled = new Set<Unsettled>();
  const sessions = new Map<string, SocketSession>();
  const looks = createLooks(LOOK_EVERY);
  let refusals = {since: Number.NEGATIVE_INFINITY, count: 0};

  /** Emits what happens on a socket, with whose it is as far as that is known. */
  function socketAt(path: string) {
    const socket = randomUUID();
    let owner: {conversation?: string; leg?: string} = {};
    let contentType: string | undefined;
    let wasUnclear = false;
    const tell = (event: MediaEvent): void => emit({source: 'media', socket, ...owner, event});
    const entry: Unsettled = {
      clues: {path},
      settle() {
        const event = find();
        if (event) tell(event);
      },
    };
    /** Finds whose it is, and says what is new about that. */
    function find(): MediaEvent | undefined {
      const found = whose.ownerOf(socket, entry.clues);
      if (!found) return undefined;
      if ('among' in found) {
        // The first message may still tell.
        if (wasUnclear || !entry.clues.said) return undefined;
        wasUnclear = true;
        return {kind: 'unclear', among: found.among};
      }
      const {conversation, leg, by} = found;
      contentType = found.contentType;
      if (conversation === owner.conversation && leg === owner.leg) return undefined;
      owner = {conversation, ...(leg !== undefined && {leg})};
      if (leg !== undefined) unsettled.delete(entry);
      return {kind: 'leg', by};
    }
    /** The first of it, in the call that it is of where that is known already. */
    const begin = (event: MediaEvent): void => {
      unsettled.add(entry);
      const owned = find();
      tell(event);
      if (owned) tell(owned);
    };
    return {socket, tell, entry, begin, contentType: () => contentType, leg: () => owner.leg};
  }

  function recordedAs(name: string, rate: number, tell: (event: MediaEvent) => void): WavWriter {
    const recording = recordWav({
      folder: folder ?? '',
      name,
      rate,
      began(file) {
        tell({kind: 'audio', file});
        if (!isRefused) return;
        isRefused = false;
        const text = `Audio can be recorded in ${folder} by now.`;
        emit({source: 'health', part: 'audio', state: 'ok', code: 'recovered', text});
      },
      stopped: text => tell({kind: 'audio-stopped', text}),
    });
    return {
      ...recording,
      close(at) {
        const closed = recording.close(at);
        writing.add(closed);
        void closed.finally(() => writing.delete(closed));
        return closed;
      },
    };
  }

  return {
    opened({path, ms, to, protocol, extensions}) {
      const {socket, tell, entry, begin, contentType, leg} = socketAt(path);
      const began = performance.now();
      const now = () => performance.now() - began;
      begin({kind: 'open', path, ms: rounded(ms), ...(to && {to}), ...(protocol && {protocol})});
      const session = openSocketSession({
        now,
        emit: tell,
        contentType: contentType(),
        ...(folder !== undefined && {record: rate => recordedAs(nameOf(socket, leg()), rate, tell)}),
        onConnected(fields) {
          entry.clues = {path, said: textsIn(fields)};
          entry.settle();
        },
      });
      const reader = readSocket(session, extensions);
      sessions.set(socket, session);
      let lookedAt = 0;
      const end = looks.add(() => {
        const at = now();
        // Of what a process has slept through, the strip says the last.
        lookedAt = Math.max(lookedAt, at - MOST_LATE);
        for (; lookedAt + STRIP_MS <= at; lookedAt += STRIP_MS) {
          reader.look(lookedAt + STRIP_MS);
          session.settle(lookedAt + STRIP_MS);
        }
        reader.look();
      });
      return {
        passed: (from, bytes) => reader.pass(from, bytes, now()),
        isWhole: reader.isWhole,
        ended(by, reason) {
          reader.look();
          session.ended(by, reason);
          reader.close();
          end();
          sessions.delete(socket);
          unsettled.delete(entry);
          whose.gone(socket);
        },
      };
    },
    refused({path, ms, by, status, code, text}) {
      const now = performance.now();
      if (now - refusals.since > WINDOW) refusals = {since: now, count: 0};
      if (++refusals.count > MOST_REFUSED) return;
      const {socket, entry, begin} = socketAt(path);
      begin({kind: 'refused', path, by, ...(status !== undefined && {status}), ms: rounded(ms), code, text});
      unsettled.delete(entry);
      whose.gone(socket);
    },
    follow(o) {
      if (!whose.follow(o)) return;
      for (const entry of [...unsettled]) entry.settle();
    },
    close: async () => void (await Promise.all(writing)),
    meters() {
      const meters: Record<string, Meter> = {};
      for (const [socket, session] of sessions) {
        const meter = session.levels();
        if (meter) meters[socket] = meter;
      }
      return meters;
    },
  };
}

/** When, and of which leg: `20261127T120001-9f3c2d1e`. */
const nameOf = (socket: string, leg = socket): string =>
  `${new Date().toISOString().replaceAll(/[-:]|\.\d+Z/g, '')}-${leg.replaceAll(/[^\w-]/g, '').slice(0, 8)}`;

const rounded = (ms: number): number => Math.round(ms * 10) / 10;

/** Texts of a message, and of what is in it: a leg's id may be anywhere in the headers. */
const MOST_TEXTS = 200;

function textsIn(value: unknown, texts = new Set<string>()): Set<string> {
  if (texts.size >= MOST_TEXTS) return texts;
  if (typeof value === 'string') texts.add(value);
  else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) textsIn(each, texts);
  return texts;
}
