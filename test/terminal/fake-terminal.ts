import {EventEmitter} from 'node:events';
import xterm from '@xterm/headless';
import {questionSequences} from '../../source/terminal/replies.js';

type Internals = {_core: {unicodeService: {wcwidth(code: number): 0 | 1 | 2}; writeSync(bytes: string): void}};

/** Unicode 6 is what the emulator knows by itself; emoji became wide, and more marks stacked, in the versions after it. */
function useTodaysUnicode(terminal: xterm.Terminal): void {
  const old = (terminal as unknown as {_core: {unicodeService: {wcwidth(code: number): 0 | 1 | 2}}})._core
    .unicodeService;
  const before = new Map<number, 0 | 1 | 2>();
  for (let code = 0; code < 0x110000; code += 1) before.set(code, old.wcwidth(code));
  const wcwidth = (code: number): 0 | 1 | 2 => {
    const character = String.fromCodePoint(code);
    if (/\p{Emoji_Presentation}/u.test(character)) return 2;
    return /[\p{Mn}\p{Me}]/u.test(character) ? 0 : (before.get(code) ?? 1);
  };
  // The emulator's own packing: width in bits 1 and 2, "joins the cell before it" in bit 0.
  const charProperties = (code: number, preceding: number) => {
    const width = wcwidth(code);
    const joins = width === 0 && preceding !== 0;
    return ((joins ? Math.max(width, (preceding >> 1) & 3) : width) << 1) | (joins ? 1 : 0);
  };
  terminal.unicode.register({version: 'today', wcwidth, charProperties});
  terminal.unicode.activeVersion = 'today';
}

/** A terminal without a window: what is written to it can be read back as rows. */
export function fakeTerminal(columns = 80, rows = 24) {
  const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 100, logLevel: 'off'});
  return {
    terminal,
    useTodaysUnicode: () => useTodaysUnicode(terminal),
    /** Works through the bytes at once. (`terminal.write` waits for a turn of the event loop each time.) */
    write: (bytes: string) => (terminal as unknown as Internals)._core.writeSync(bytes),
    /** The rows that can be seen, without the blanks at their ends. */
    seen: () =>
      Array.from({length: terminal.rows}, (_, row) => {
        const {active} = terminal.buffer;
        return (
          active
            .getLine(active.viewportY + row)
            ?.translateToString(true)
            .trimEnd() ?? ''
        );
      }),
    /** Which of the two screens is shown. */
    isAlternate: () => terminal.buffer.active.type === 'alternate',
  };
}

/** The output stream of a fake terminal: keeps what was written, and can be full. */
export function fakeOutput(columns = 80, rows = 24) {
  const fake = fakeTerminal(columns, rows);
  const written: string[] = [];
  let isFull = false;
  const output = Object.assign(new EventEmitter(), {
    columns: columns as number | undefined,
    rows: rows as number | undefined,
    isTTY: true,
    write(bytes: string) {
      written.push(bytes);
      fake.write(bytes);
      return !isFull;
    },
  });
  return {
    ...fake,
    output,
    written,
    /** What was written since the last call. */
    taken: () => written.splice(0).join(''),
    resize(columns: number, rows: number) {
      if (columns > 0 && rows > 0) fake.terminal.resize(columns, rows);
      Object.assign(output, {columns, rows});
      output.emit('resize');
    },
    fill: () => {
      isFull = true;
    },
    drain: () => {
      isFull = false;
      output.emit('drain');
    },
  };
}

/** One turn of the event loop, and everything that was to happen in it. */
export const turn = () => new Promise<void>(done => setImmediate(() => setImmediate(done)));

/** All that may be sent to a terminal: printable characters, styles, cursor places, erasing, the modes that are undone on leaving, and then a new line. */
export const ALLOWED =
  /^(?:[^\p{Cc}\p{Cs}]|\r+\n(?=\x1b\[\?1049l)|\x1b\[[\d;]*[mHK]|\x1b\[2J|\x1b\[\?(?:1049|25|7|2004|2026)[hl]|\x1b\[>0u|\x1b\[<u|\x1b\[>4(?:;0)?m)*$/u;

/** What was sent but for what the terminal was asked at the start. */
export function withoutQuestions(sent: string): string {
  return [questionSequences(['width', 'background']), questionSequences(['background'])].reduce(
    (rest, asked) => rest.replace(asked, ''),
    sent,
  );
}
