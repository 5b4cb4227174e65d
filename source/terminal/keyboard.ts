import {StringDecoder} from 'node:string_decoder';
import {decode, type KeyName, type KeyState, NO_KEYS, type Stroke, settle} from './keys.js';
import type {MouseAct} from './mouse.js';
import {isReplyBegun, type TerminalReply} from './replies.js';

/** What {@link Keyboard} needs of the real input stream. */
export type Input = {
  readonly isTTY?: boolean;
  on(event: 'data', listener: (chunk: Buffer | string) => void): unknown;
  off(event: 'data', listener: (chunk: Buffer | string) => void): unknown;
  resume?(): unknown;
  pause?(): unknown;
  setRawMode?(isRaw: boolean): unknown;
  ref?(): unknown;
  unref?(): unknown;
};

/** Who hears of what was read. */
export type KeyboardHandlers = {
  onKey?: (key: KeyName) => void;
  /** Pasted text, free of control characters. */
  onPaste?: (text: string) => void;
  onMouse?: (act: MouseAct) => void;
  onReply?: (reply: TerminalReply) => void;
};

/** What Ink is given for standard input: it reads no keys, and a stream that is no terminal is one that it leaves alone. */
export const INK_INPUT = {isTTY: false} as NodeJS.ReadStream;

/** How long to wait for the rest of a sequence before it is taken for what it is, ms. A reply to a query may come in pieces. */
const WAIT = {escape: 40, sequence: 100, string: 1000};
/** The same while the terminal owes an answer: its pieces are no keys, however slow the line. An escape alone is still more likely a key. */
const WAIT_FOR_REPLY = {escape: 200, rest: 5000};

/** Strokes of one read beyond this are dropped: nobody means them. */
const MOST_STROKES = 1000;

/** Reads the terminal: each key by its name, and whole, also when the terminal's bytes were cut in between. */
export class Keyboard {
  readonly #input: Input;
  readonly #handlers: KeyboardHandlers;
  readonly #setRawMode: (isRaw: boolean) => unknown;
  #decoder = new StringDecoder('utf8');
  #state: KeyState = NO_KEYS;
  #isReading = false;
  #timer: NodeJS.Timeout | undefined;
  #settling: NodeJS.Immediate | undefined;
  #isReplyDue = false;

  constructor(input: Input, handlers: KeyboardHandlers, setRawMode = (isRaw: boolean) => input.setRawMode?.(isRaw)) {
    this.#input = input;
    this.#handlers = handlers;
    this.#setRawMode = setRawMode;
  }

  /** Starts reading, in raw mode. What comes through a pipe is data, not keys, and is left alone. */
  start(): void {
    if (this.#isReading || !this.#input.isTTY) return;
    this.#isReading = true;
    this.#setRawMode(true);
    this.#input.on('data', this.#receive);
    this.#input.resume?.();
    this.#input.ref?.();
  }

  /** Stops reading, and forgets what has come of an unfinished sequence. */
  stop(): void {
    if (!this.#isReading) return;
    this.#isReading = false;
    this.#setRawMode(false);
    this.#input.off('data', this.#receive);
    this.#input.pause?.();
    // A paused terminal other than standard input would keep the process alive.
    this.#input.unref?.();
    this.#waitNoMore();
    this.#state = NO_KEYS;
  }

  /** The terminal was asked something; from now on an answer may come, in pieces too, until it has answered all. */
  expectReply(): void {
    this.#isReplyDue = true;
  }

  readonly #receive = (chunk: Buffer | string) => {
    const {pending} = this.#state;
    const {strokes, state} = decode(typeof chunk === 'string' ? chunk : this.#decoder.write(chunk), this.#state);
    this.#state = state;
    // Typing on behind an unfinished sequence does not put off its end.
    if (pending === '' || !state.pending.startsWith(pending)) {
      this.#waitNoMore();
      const wait = this.#wait();
      if (wait !== undefined) this.#timer = setTimeout(this.#isLate, wait);
    }
    this.#tell(strokes);
  };

  #wait(): number | undefined {
    const {pending, paste} = this.#state;
    if (this.#isReplyDue && isReplyBegun(pending)) return WAIT_FOR_REPLY[pending === '\x1b' ? 'escape' : 'rest'];
    if (paste !== undefined || /^\x1b[\]P_]./.test(pending)) return WAIT.string;
    if (pending === '') return undefined;
    return pending === '\x1b' ? WAIT.escape : WAIT.sequence;
  }

  #waitNoMore(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#settling);
  }

  /** Where the program was busy for longer than the wait, timers come before what was typed meanwhile: that is read first. */
  readonly #isLate = () => {
    this.#settling = setImmediate(this.#settle);
  };

  readonly #settle = () => {
    const strokes = settle(this.#state);
    this.#state = NO_KEYS;
    this.#tell(strokes);
  };

  #tell(strokes: readonly Stroke[]): void {
    const {onKey, onPaste, onMouse, onReply} = this.#handlers;
    for (const stroke of strokes.slice(0, MOST_STROKES)) {
      // A key may have ended the program, or given the terminal away: what was typed behind it is not meant for us.
      if (!this.#isReading) return;
      if ('key' in stroke) onKey?.(stroke.key);
      else if ('mouse' in stroke) onMouse?.(stroke.mouse);
      else if ('reply' in stroke) {
        if (stroke.reply.of === 'all') this.#isReplyDue = false;
        onReply?.(stroke.reply);
      } else onPaste?.(stroke.paste);
    }
  }
}
