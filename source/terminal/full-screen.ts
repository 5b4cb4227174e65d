import {EventEmitter} from 'node:events';
import {MOUSE_OFF, MOUSE_ON} from './mouse.js';
import {parseRow, rowChange, type TerminalRow} from './row.js';

/** What {@link FullScreen} needs of the real output stream. */
export type Output = {
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  /** False when the device is full: wait for `drain`. */
  write(bytes: string): boolean;
  on(event: 'resize' | 'drain', listener: () => void): unknown;
  off(event: 'resize' | 'drain', listener: () => void): unknown;
};

/**
 * Keys as every terminal sends them: kitty's protocol off, of which each screen has a stack, and xterm's modifyOtherKeys. Before
 * `ESC [ m`, since a terminal that knows neither may take the second for colours.
 */
const PLAIN_KEYS = '\x1b[>0u\x1b[>4;0m';
/** The stack as it was; xterm's own setting again. */
const KEYS_AS_BEFORE = '\x1b[<u\x1b[>4m';

/** Alternate screen, hidden cursor, no wrapping (a row that is too wide stays one row), bracketed paste. */
const ENTER = `\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h${PLAIN_KEYS}\x1b[m\x1b[2J\x1b[H`;
/**
 * The same backwards; first of all the synchronized update ends, in case the program died inside one. Where there is no alternate screen
 * the frame stays, and what comes next begins under its last row.
 */
const leave = (height: number) =>
  `\x1b[?2026l${KEYS_AS_BEFORE}\x1b[m\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[${height};1H\r\n\x1b[?1049l`;
/** The cursor. */
const HIDE = '\x1b[?25l';
const SHOW = '\x1b[?25h';
const BEGIN_UPDATE = '\x1b[?2026h';
const END_UPDATE = '\x1b[?2026l';

const BLANK: TerminalRow = {texts: [], styles: [], isEven: true};

/** A terminal that does not say how large it is. */
const FALLBACK = {columns: 80, rows: 24};

/**
 * The output stream that Ink draws on. With `debug: true` Ink hands over whole frames, one `write` each; only the cells that
 * changed go to the terminal, inside a synchronized update, so that a frame appears at once. While the terminal is not
 * keeping up, frames are skipped and the last one wins.
 *
 * Ink's own output clears the screen and the scrollback for each frame that is as high as the terminal, and knows no alternate
 * screen.
 */
export class FullScreen extends EventEmitter {
  /** Ink must not think of this stream as a terminal: it would send cursor sequences in between. */
  readonly isTTY = false;
  readonly writable = true;
  columns = FALLBACK.columns;
  rows = FALLBACK.rows;
  readonly #output: Output;
  readonly #hasMouse: boolean;
  /** What the terminal shows now; nothing is known about it after a resize. */
  #shown: {lines: string[]; rows: TerminalRow[]} | undefined;
  /** Where the cursor is to be seen, as the terminal was told; empty while it is hidden. */
  #cursor = '';
  #next: string | undefined;
  #last = '';
  #isEntered = false;
  #isFull = false;
  #scheduled: NodeJS.Immediate | undefined;
  #question = '';

  /** @param hasMouse lets the terminal report clicks and the wheel, which then no longer select its text */
  constructor(output: Output, hasMouse = false) {
    super();
    this.#hasMouse = hasMouse;
    // Ink adds a listener per instance, the size hook another.
    this.setMaxListeners(0);
    this.#output = output;
    this.#measure();
  }

  /** Takes the terminal over. Frames written before are shown now. */
  enter(): void {
    if (this.#isEntered) return;
    this.#isEntered = true;
    this.#isFull = false;
    this.#output.on('resize', this.#resized);
    this.#output.on('drain', this.#drained);
    const {columns, rows} = this;
    this.#measure();
    this.#cursor = '';
    this.#output.write(this.#hasMouse ? ENTER + MOUSE_ON : ENTER);
    this.ask(this.#question);
    this.redraw();
    // The window may have changed while the terminal was not ours.
    if (columns !== this.columns || rows !== this.rows) this.emit('resize');
  }

  /** Gives the terminal back as it was, at once: this also runs while the process is exiting. */
  leave(): void {
    if (!this.#isEntered) return;
    this.#isEntered = false;
    this.#output.off('resize', this.#resized);
    this.#output.off('drain', this.#drained);
    clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    const bytes = leave(this.#shown?.lines.length ?? this.rows);
    this.#output.write(this.#hasMouse ? MOUSE_OFF + bytes : bytes);
  }

  /** Takes a frame from Ink: rows separated by line feeds. It is painted at the end of this turn of the event loop. */
  write(frame: string, callback?: () => void): boolean {
    // Ink writes an empty text with a callback to learn that all is out.
    if (frame !== '' || !callback) {
      this.#next = frame;
      this.#last = frame;
      this.#schedule();
    }
    if (callback) setImmediate(callback);
    return true;
  }

  /** Paints everything again, whatever the terminal shows now. */
  redraw(): void {
    this.#shown = undefined;
    this.#next = this.#last;
    this.#schedule();
  }

  /** Bytes for the terminal itself, such as a clipboard sequence: they are not part of a frame. */
  send(bytes: string): void {
    if (this.#isEntered) this.#output.write(bytes);
  }

  /** Bytes that ask the terminal something: now, or as soon as there is one to ask. The next frame covers them. */
  ask(question: string): void {
    this.#question = this.#isEntered ? '' : question;
    if (question !== '') this.send(question);
  }

  #measure(): void {
    this.columns = this.#output.columns || FALLBACK.columns;
    this.rows = this.#output.rows || FALLBACK.rows;
  }

  readonly #resized = () => {
    this.#measure();
    this.redraw();
    this.emit('resize');
  };

  readonly #drained = () => {
    this.#isFull = false;
    this.#schedule();
  };

  #schedule(): void {
    if (!this.#isEntered || this.#scheduled || this.#next === undefined) return;
    this.#scheduled = setImmediate(() => {
      this.#scheduled = undefined;
      this.#paint();
    });
  }

  #paint(): void {
    if (!this.#isEntered || this.#isFull || this.#next === undefined) return;
    const lines = this.#next.split('\n').slice(0, this.rows);
    this.#next = undefined;
    const before = this.#shown;
    let bytes = before ? '' : '\x1b[m\x1b[2J';
    const rows: TerminalRow[] = [];
    const height = Math.max(lines.length, before?.lines.length ?? 0);
    for (let index = 0; index < height; index += 1) {
      const line = lines[index] ?? '';
      const old = before?.rows[index];
      if (old && line === before?.lines[index]) {
        rows.push(old);
        continue;
      }
      const row = parseRow(line, this.columns);
      rows.push(row);
      bytes += rowChange(old ?? BLANK, row, index + 1, this.columns);
    }
    this.#shown = {lines, rows: rows.slice(0, lines.length)};
    const at = rows.findIndex(({cursor}, row) => cursor !== undefined && row < lines.length);
    const cursor = at < 0 ? '' : `\x1b[${at + 1};${(rows[at]?.cursor ?? 0) + 1}H`;
    if (bytes === '' && cursor === this.#cursor) return;
    // Where frames are not shown at once, a cursor would be seen to run about in them.
    const [hide, show] = [this.#cursor && HIDE, cursor && SHOW];
    this.#cursor = cursor;
    this.#isFull = !this.#output.write(BEGIN_UPDATE + hide + bytes + cursor + show + END_UPDATE);
  }
}
