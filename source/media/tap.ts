import type {Writable} from 'node:stream';
import {extension, PerMessageDeflate, Receiver} from 'ws';
import type {Sender} from '../call/media.js';
import type {Session} from './session.js';

/** Bytes of a message that is looked at: a frame of audio has 960, and commands are short. */
const MOST_BYTES = 256 * 1024;

/** Bytes that may wait to be looked at: only compressed ones do. */
const MOST_WAITING = 1024 * 1024;

/** Reads copies of what passes over a WebSocket, each direction by itself. What cannot be read is told once; what passes is not touched. */
export type Reader = {read(from: Sender, bytes: Buffer): void; close(): void};

/** `extensions`: what both sides agreed upon, as the application's answer has it. Never throws. */
export function readSocket(session: Session, extensions: string | undefined): Reader {
  let isOpen = true;
  const stop = (why: string): void => {
    isOpen = false;
    session.unreadable(`What passes over this WebSocket cannot be read: ${why}. It goes on as it was.`);
  };

  function receiverOf(from: Sender, isServer: boolean): Writable {
    const unpacking = agreed(extensions, isServer);
    const receiver = new Receiver({isServer, maxPayload: MOST_BYTES, extensions: unpacking, skipUTF8Validation: true});
    receiver.on('message', (data: Buffer, isBinary: boolean) => {
      if (!isOpen) return;
      if (isBinary) session.audio(from, data);
      else session.text(from, data);
    });
    receiver.on('conclude', (code: number, reason: Buffer) =>
      session.closing(from, code === NO_CODE ? undefined : code, reason.toString()),
    );
    receiver.on('error', (error: Error) => stop(`${names[from]} sent what is no message (${error.message})`));
    return receiver;
  }

  let receivers: Readonly<Partial<Record<Sender, Writable>>> = {};
  try {
    // What a client sends is masked.
    receivers = {vonage: receiverOf('vonage', true), application: receiverOf('application', false)};
  } catch (error) {
    stop((error as Error).message);
  }

  return {
    read(from, bytes) {
      const receiver = receivers[from];
      if (!isOpen || !receiver || bytes.length === 0 || receiver.writableEnded || receiver.destroyed) return;
      if (receiver.writableLength > MOST_WAITING) return stop('more comes than can be looked at');
      // A copy: the reader unmasks in place.
      receiver.write(Buffer.from(bytes));
    },
    close() {
      isOpen = false;
      for (const receiver of Object.values(receivers)) receiver.destroy();
    },
  };
}

const names: Readonly<Record<Sender, string>> = {vonage: 'Vonage', application: 'the application'};

/** What the library says where a close frame has no code (RFC 6455, 7.4.1). */
const NO_CODE = 1005;

/** What unpacks the messages of one direction, where compression was agreed upon. */
function agreed(extensions: string | undefined, isServer: boolean): Record<string, unknown> {
  const name = PerMessageDeflate.extensionName;
  const params = extensions === undefined ? undefined : extension.parse(extensions)[name];
  if (!params) return {};
  const deflate = new PerMessageDeflate({isServer, maxPayload: MOST_BYTES});
  deflate.accept(params);
  return {[name]: deflate};
}
