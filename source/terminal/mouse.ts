/** One act of the mouse: the main button went down, or the wheel turned by a notch. Cells from 0. */
export type MouseAct = {
  readonly act: 'click' | 'wheel-up' | 'wheel-down';
  readonly column: number;
  readonly row: number;
};

/** Buttons and wheel only (1000), not movement, in the form (1006) that cannot be mistaken for text. */
export const MOUSE_ON = '\x1b[?1000h\x1b[?1006h';
/** The same backwards. */
export const MOUSE_OFF = '\x1b[?1006l\x1b[?1000l';

/** xterm's button numbers; with Shift, Alt or Control held they are others, and mean nothing here. */
const acts: ReadonlyMap<string, MouseAct['act']> = new Map([
  ['0', 'click'],
  ['64', 'wheel-up'],
  ['65', 'wheel-down'],
]);

/** What a whole sequence says the mouse did; undefined for anything else, such as a button that is let go. */
export function mouseActOf(sequence: string): MouseAct | undefined {
  const [, button = '', column, row] = /^\x1b\[<(\d{1,3});(\d{1,5});(\d{1,5})M$/.exec(sequence) ?? [];
  const act = acts.get(button);
  return act && {act, column: Number(column) - 1, row: Number(row) - 1};
}
