import {knownLine} from './known-lines.js';
import {remember} from './remember.js';

type Transformer = (line: string, index: number) => string;
type Clip = {x1: number | undefined; x2: number | undefined; y1: number | undefined; y2: number | undefined};

/** What Ink's renderer asks of its `Output`. */
export type InkOutput = {
  write(x: number, y: number, text: string, options: {transformers: Transformer[]}): void;
  clip(clip: Clip): void;
  unclip(): void;
  get(): {output: string; height: number};
};
type Size = {width: number; height: number};
type InkOutputClass = new (size: Size) => InkOutput;

type Write = {x: number; y: number; text: string; transformers: Transformer[]};
type Piece = {x: number; line: string};

/** Rows under an overlay, put together by Ink. */
const ROWS_KEPT = 200;

/**
 * Ink's `Output`, which splits every line of every frame into characters and styles, asked only where pieces lie over one
 * another. Side by side, whole lines go into the row as they are: FullScreen reads the styles of a row that changed anyway.
 * Clips, for which our screens have no use (no `overflow`), make the whole frame Ink's.
 */
export function outputOver(Ink: InkOutputClass): InkOutputClass {
  const inkRow = remember(key => {
    const [width, ...pieces]: [number, ...Piece[]] = JSON.parse(key);
    const output = new Ink({width, height: 1});
    for (const {x, line} of pieces) output.write(x, 0, line, {transformers: []});
    return output.get().output;
  }, ROWS_KEPT);
  const rowOf = (pieces: Piece[], width: number) =>
    sideBySide(pieces, width) ?? inkRow(JSON.stringify([width, ...pieces]));

  return class Output {
    readonly #size: Size;
    readonly #writes: Write[] = [];
    /** Takes everything in Ink's way, from the first thing that only Ink can do. */
    #ink: InkOutput | undefined;

    constructor(size: Size) {
      this.#size = size;
    }

    write(x: number, y: number, text: string, {transformers}: {transformers: Transformer[]}): void {
      if (!text) return;
      const write = {x, y, text, transformers};
      if (!this.#ink && !(Number.isInteger(y) && y >= 0)) this.#leaveToInk();
      if (this.#ink) this.#ink.write(x, y, text, write);
      else this.#writes.push(write);
    }

    clip(clip: Clip): void {
      this.#leaveToInk().clip(clip);
    }

    unclip(): void {
      this.#leaveToInk().unclip();
    }

    get(): {output: string; height: number} {
      if (this.#ink) return this.#ink.get();
      const {width, height} = this.#size;
      const rows = Array.from({length: height}, (): Piece[] => []);
      for (const {x, y, text, transformers} of this.#writes) {
        for (const [index, line] of text.split('\n').entries()) {
          const row = rows[y + index];
          if (!row) break;
          row.push({x, line: transformers.reduce((changed, transform) => transform(changed, index), line)});
        }
      }
      return {output: rows.map(pieces => rowOf(pieces, width)).join('\n'), height};
    }

    #leaveToInk(): InkOutput {
      if (this.#ink) return this.#ink;
      this.#ink = new Ink(this.#size);
      for (const write of this.#writes) this.#ink.write(write.x, write.y, write.text, write);
      return this.#ink;
    }
  };
}

/** The row, where its pieces come from left to right, none over another, and leave no style open; undefined elsewhere. */
function sideBySide(pieces: readonly Piece[], width: number): string | undefined {
  let row = '';
  let at = 0;
  for (const {x, line} of pieces) {
    if (line === '') continue;
    const {cells} = knownLine(line);
    if (cells === undefined || !Number.isInteger(x) || x < at || x + cells > width) return undefined;
    row += ' '.repeat(x - at) + line;
    at = x + cells;
  }
  return row.trimEnd();
}
