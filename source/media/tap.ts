import type {Writable} from 'node:stream';
import {extension, PerMessageDeflate, Receiver} from 'ws';
import type {Sender} from '../call/media.js';
import {sides} from '../call/sides.js';
import {createBacklog, type Take} from './backlog.js';
import {createFrameScanner} from './frames.js';
import type {SocketSession} from './session.js';

/** Bytes of a message that is looked at: a frame of audio has 960, and commands are short. */
const MOST_BYTES = 256 * 1024;

/** Bytes that may wait to be looked at: only compressed ones do. */
const MOST_WAITING = 1024 * 1024;

/** The first byte of a binary message that is whole (RFC 6455, 5.2); what begins with another is read at once. */
const AUDIO = 0x82;

/** Bytes that wait to be looked at, at most. */
const MOST_LATER = 256 * 1024;

/**
 * Reads copies of what passes over a WebSocket, each direction by itself. That one cannot be read is told once; what passes is not touched. Audio is
 * read when it is looked at: many frames one after the other take a fraction of the time that each takes between two that are passed on.
 */
export type SocketReader = {
  /** `at`: when it passed, ms since the socket opened. */
  pass(from: Sender, bytes: Buffer, at: number): void;
  /** As in `SocketTap`. */
  isWhole(from: Sender): boolean;
  /** Reads the audio that passed, all of it or what did before `until`, ms since the socket opened. */
  look(until?: number): void;
  close(): void;
};

/** `extensions`: what both sides agreed upon, as the application's answer has it. Never throws. */
export function readSocket(session: SocketSession, extensions: string | undefined): SocketReader {
  let isOpen = true;
  const isCompressed = extensions !== undefined;
  const later = createBacklog(MOST_LATER);
  /** When what is read now passed. */
  const at = {vonage: 0, application: 0};
  /** Of whom nothing can be read any more. What the other one sends still tells: who breaks the protocol is closed by the other, with a code. */
  const lost = new Set<Sender>();
  const stop = (from: Sender, why: string): void => {
    if (lost.has(from)) return;
    lost.add(from);
    session.unreadable(`What ${sides[from]} sends over this WebSocket cannot be read: ${why}. It goes on as it was.`);
  };

  function receiverOf(from: Sender, isServer: boolean): Writable {
    const unpacking = agreed(extensions, isServer);
    const receiver = new Receiver({isServer, maxPayload: MOST_BYTES, extensions: unpacking, skipUTF8Validation: true});
    receiver.on('message', (data: Buffer, isBinary: boolean) => {
      if (!isOpen || lost.has(from)) return;
      if (isBinary) session.audio(from, data, at[from]);
      else session.text(from, data, at[from]);
    });
    receiver.on('conclude', (code: number, reason: Buffer) => session.closing(from, code, reason.toString(), at[from]));
    receiver.on('error', (error: NodeJS.ErrnoException) => stop(from, whyUnreadable(error)));
    return receiver;
  }

  const receivers: Record<Sender, Writable | undefined> = {vonage: undefined, application: undefined};
  function receiver(from: Sender): Writable | undefined {
    try {
      // What a client sends is masked.
      receivers[from] ??= receiverOf(from, from === 'vonage');
    } catch (error) {
      stop(from, (error as Error).message);
      // It was agreed upon for both.
      lost.add(from === 'vonage' ? 'application' : 'vonage');
    }
    return receivers[from];
  }

  const frames = {vonage: createFrameScanner(true, MOST_BYTES), application: createFrameScanner(false, MOST_BYTES)};
  const takes = {vonage: takeFrom('vonage'), application: takeFrom('application')};

  /** Reads audio as it is, nearly all there ever is, and the rest by the library. */
  function takeFrom(from: Sender): (bytes: Buffer, start: number, end: number, at: number) => void {
    const audio = (bytes: Uint8Array): void => session.audio(from, bytes, at[from]);
    const other = (bytes: Buffer): void => {
      const reader = receiver(from);
      if (!reader?.writable) return;
      if (reader.writableLength > MOST_WAITING) stop(from, 'more comes than can be looked at');
      // A copy: the reader unmasks in place.
      else reader.write(Buffer.from(bytes));
    };
    return (bytes, start, end, passedAt) => {
      if (!isOpen || lost.has(from)) return;
      at[from] = passedAt;
      // What is compressed is read later than it came.
      if (isCompressed) return other(bytes.subarray(start, end));
      frames[from].take(bytes, start, end, audio, other);
      // Texts are few: each has a reader of its own, and most legs have none.
      if (receivers[from]?.writable && frames[from].isBetween()) receivers[from] = undefined;
    };
  }

  const take: Take = (from, bytes, start, end, at) => takes[from](bytes, start, end, at);
  const look = (until = Number.POSITIVE_INFINITY): void => later.take(until, take);

  return {
    pass(from, bytes, at) {
      if (!isOpen || lost.has(from) || bytes.length === 0) return;
      if (!later.hasRoomFor(bytes)) look();
      later.add(from, bytes, at);
      if (bytes[0] !== AUDIO) look();
    },
    isWhole(from) {
      look();
      return isOpen && !lost.has(from) && !isCompressed && frames[from].isBetween();
    },
    look,
    close() {
      isOpen = false;
      for (const reader of Object.values(receivers)) reader?.destroy();
    },
  };
}

/** `code` is the library's. */
const whyUnreadable = ({code, message}: NodeJS.ErrnoException): string =>
  code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'
    ? `a message has more than ${MOST_BYTES / 1024} KiB`
    : `it breaks the protocol (${message})`;

/** What unpacks the messages of one direction, where compression was agreed upon. */
function agreed(extensions: string | undefined, isServer: boolean): Record<string, unknown> {
  const name = PerMessageDeflate.extensionName;
  const params = extensions === undefined ? undefined : extension.parse(extensions)[name];
  if (!params) return {};
  const deflate = new PerMessageDeflate({isServer, maxPayload: MOST_BYTES});
  deflate.accept(params);
  return {[name]: deflate};
}
