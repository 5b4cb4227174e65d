import xterm from '@xterm/headless';

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
    screen: () =>
      Array.from({length: terminal.rows}, (_, row) => {
        const {active} = terminal.buffer;
        return active.getLine(active.viewportY + row)?.translateToString(true) ?? '';
      }),
    /** Which of the two screens is shown. */
    isAlternate: () => terminal.buffer.active.type === 'alternate',
  };
}
