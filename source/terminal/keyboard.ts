import {EventEmitter} from 'node:events';
import {StringDecoder} from 'node:string_decoder';
import {decode, inkInput, type KeyState, NO_KEYS, type Stroke, settle} from './keys.js';
import type {MouseAct} from './mouse.js';

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

/** How long to wait for the rest of a sequence before it is taken for what it is, ms. A reply to a query may come in pieces. */
const WAIT = {escape: 40, sequence: 100, string: 1000};

/** Keys typed ahead beyond this are dropped: nobody means them any more. */
const QUEUE_LIMIT = 1000;

/**
 * The input stream that Ink reads. It hands over one key at a time, only keys that are known, and each of them whole, also when
 * the terminal's bytes were cut in between. Ink by itself types mouse and focus reports as text, and Control with F1 to F3
 * ends the program.
 */
export class Keyboard extends EventEmitter {
  /** Ink refuses to read keys from anything else, and what is not a terminal simply sends none. */
  readonly isTTY = true;
  readonly #input: Input;
  readonly #onPaste: ((text: string) => void) | undefined;
  readonly #onMouse: ((act: MouseAct) => void) | undefined;
  #decoder = new StringDecoder('utf8');
  #state: KeyState = NO_KEYS;
  #queue: string[] = [];
  #isReading = false;
  #isWaiting = false;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param onPaste takes pasted text, free of control characters; without it a paste is handed to Ink as one long input
   * @param onMouse takes what the mouse does; without it nobody hears of that
   */
  constructor(input: Input, onPaste?: (text: string) => void, onMouse?: (act: MouseAct) => void) {
    super();
    this.setMaxListeners(0);
    this.#input = input;
    this.#onPaste = onPaste;
    this.#onMouse = onMouse;
  }

  /** Starts (in raw mode) or stops reading keys. */
  setRawMode(isRaw: boolean): this {
    if (isRaw === this.#isReading) return this;
    this.#isReading = isRaw;
    // What comes through a pipe is data, not keys.
    if (!this.#input.isTTY) return this;
    this.#input.setRawMode?.(isRaw);
    if (isRaw) {
      this.#input.on('data', this.#receive);
      this.#input.resume?.();
      this.#input.ref?.();
    } else {
      this.#input.off('data', this.#receive);
      this.#input.pause?.();
      // A paused terminal other than standard input would keep the process alive.
      this.#input.unref?.();
      clearTimeout(this.#timer);
      this.#state = NO_KEYS;
      this.#queue = [];
    }
    return this;
  }

  /** Whether keys are being read. */
  get isReading(): boolean {
    return this.#isReading;
  }

  /** The next key as Ink's parser wants it. After an escape there is a pause, or Ink would take the key behind it for Alt. */
  read(): string | null {
    if (this.#isWaiting) return null;
    const next = this.#queue.shift();
    if (next !== '\x1b') return next ?? null;
    this.#isWaiting = true;
    // Ink decides about its escape one turn from now; ours comes after that.
    setImmediate(() =>
      setImmediate(() => {
        this.#isWaiting = false;
        if (this.#queue.length > 0) this.emit('readable');
      }),
    );
    return next;
  }

  /** Ink asks for text; it is text already. */
  setEncoding(): this {
    return this;
  }

  ref(): this {
    this.#input.ref?.();
    return this;
  }

  unref(): this {
    this.#input.unref?.();
    return this;
  }

  readonly #receive = (chunk: Buffer | string) => {
    const {pending} = this.#state;
    const {strokes, state} = decode(typeof chunk === 'string' ? chunk : this.#decoder.write(chunk), this.#state);
    this.#state = state;
    this.#hand(strokes);
    // Typing on behind an unfinished sequence does not put off its end.
    if (pending !== '' && state.pending.startsWith(pending)) return;
    clearTimeout(this.#timer);
    const wait = this.#wait();
    if (wait !== undefined) this.#timer = setTimeout(this.#settle, wait);
  };

  #wait(): number | undefined {
    const {pending, paste} = this.#state;
    if (paste !== undefined || /^\x1b[\]P_^X]/.test(pending)) return WAIT.string;
    if (pending === '') return undefined;
    return pending === '\x1b' ? WAIT.escape : WAIT.sequence;
  }

  readonly #settle = () => {
    const strokes = settle(this.#state);
    this.#state = NO_KEYS;
    this.#hand(strokes);
  };

  #hand(strokes: Stroke[]): void {
    for (const stroke of strokes) {
      if (this.#queue.length >= QUEUE_LIMIT) break;
      if ('key' in stroke) {
        const input = inkInput(stroke.key);
        if (input !== undefined) this.#queue.push(input);
      } else if ('mouse' in stroke) this.#onMouse?.(stroke.mouse);
      else if (this.#onPaste) this.#onPaste(stroke.paste);
      else if (stroke.paste !== '') this.#queue.push(stroke.paste);
    }
    if (this.#queue.length > 0) this.emit('readable');
  }
}
