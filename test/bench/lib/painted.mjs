// When the numbered key presses of load.mjs are on a screen: a terminal emulator reads what a program writes.
import xterm from '@xterm/headless';

/** The number of the first; see `pressed`. */
const base = 1_000_000;

/**
 * A terminal of so many columns and rows. `at[n]`: the time when press n was painted, by `clock`; one that newer ones have pushed off the screen counts as painted
 * when they are.
 */
export function paintedPresses({columns, rows}, clock) {
  const terminal = new xterm.Terminal({cols: columns, rows, scrollback: 0, allowProposedApi: true});
  const at = [];

  function seen(time) {
    let newest = -1;
    const {active} = terminal.buffer;
    for (let y = 0; y < rows; y++) {
      const text = active.getLine(active.baseY + y)?.translateToString(true) ?? '';
      for (const [, digits] of text.matchAll(/digits(?:=|":")(\d{7})/g))
        newest = Math.max(newest, Number(digits) - base);
    }
    while (at.length <= newest) at.push(time);
  }

  return {
    at,
    onData(data) {
      const time = clock();
      terminal.write(data, () => seen(time));
    },
    text: () =>
      Array.from({length: rows}, (_, y) => terminal.buffer.active.getLine(y)?.translateToString(true) ?? '').join('\n'),
    dispose: () => terminal.dispose(),
  };
}
