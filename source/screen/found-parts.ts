import {type Hit, textsOf} from '../store/detail/hits.js';
import type {DetailRow} from '../store/detail/row.js';
import {printable, type Safe, safe} from '../text/printable.js';
import type {Role} from './look.js';
import type {Pen} from './pane-view.js';
import {type Part, textOf} from './row.js';

type Parts = readonly Part[];

/** Rows of the screen with what the search finds in them marked, and which of them has the place that the cursor is on. */
export type Marked = {lines: readonly Parts[]; current: number | undefined};

/**
 * Marks what the search finds in a row of the detail, however that is cut into rows of the screen. The texts that were
 * searched are found again in what is drawn by their letters alone: blanks come and go where rows are broken.
 */
export function markFound(
  pen: Pen,
  row: DetailRow,
  lines: readonly Parts[],
  hits: readonly Hit[],
  current: Hit | undefined,
): Marked {
  const drawn = lines
    .flatMap(parts => parts.map(textOf))
    .join('')
    .replaceAll(' ', '');
  const owners = ownersOf(drawn, row, hits);
  let at = 0;
  let last: Hit | undefined;
  let found: number | undefined;
  const marked = lines.map((parts, line) => {
    // Blanks that a row begins with belong to nothing.
    const first = at;
    return parts.flatMap(part => {
      const pieces: Part[] = [];
      let piece = '';
      let owner: Hit | undefined;
      const end = () => {
        if (piece === '') return;
        if (!owner) pieces.push([roleOf(part), piece as Safe]);
        else {
          // Without styles there is no other way to see it.
          if (!pen.hasStyles && owner !== last) pieces.push(owner === current ? safe`▸` : safe`*`);
          pieces.push([owner === current ? 'selected' : 'found', piece as Safe]);
          if (owner === current) found ??= line;
        }
        last = owner;
        piece = '';
      };
      for (const unit of textOf(part).split('')) {
        const next =
          unit === ' ' ? (at > first && owners[at - 1] === owners[at] ? owners[at] : undefined) : owners[at++];
        if (next !== owner) end();
        owner = next;
        piece += unit;
      }
      end();
      return pieces;
    });
  });
  return {lines: marked, current: found};
}

/** For each letter that is drawn, what of the search it belongs to. */
function ownersOf(drawn: string, row: DetailRow, hits: readonly Hit[]): (Hit | undefined)[] {
  const owners: (Hit | undefined)[] = new Array(drawn.length);
  let from = 0;
  for (const [number, text] of textsOf(row).entries()) {
    const {letters, before, after} = lettersOf(text);
    const start = placeOf(letters, drawn, from);
    if (start < 0) continue;
    let end = start;
    while (end < drawn.length && drawn[end] === letters[end - start]) end++;
    from = end;
    for (const hit of hits) {
      if (hit.text !== number) continue;
      const to = Math.min(end, start + (after[hit.to] ?? 0));
      for (let i = start + (before[hit.from] ?? 0); i < to; i++) owners[i] = hit;
    }
  }
  return owners;
}

/** Where a text stands in what is drawn, of which the end may be cut off. */
function placeOf(letters: string, drawn: string, from: number): number {
  for (let length = letters.length; length > 0; length = length > 32 ? 32 : length >> 1) {
    const place = drawn.indexOf(letters.slice(0, length), from);
    if (place >= 0) return place;
  }
  return -1;
}

/** A letter with its marks: how it is shown does not depend on what is around it, and one terminal cell has one style. */
const letter = /\P{M}\p{M}*|\p{M}+/gsu;

/** A text as it is shown, without blanks; for each offset of the text, how much of that comes before its letter, and up to the end of the letter behind. */
function lettersOf(text: string): {letters: string; before: Uint32Array; after: Uint32Array} {
  const before = new Uint32Array(text.length + 1);
  const after = new Uint32Array(text.length + 1);
  let letters = '';
  for (const {0: one, index} of text.matchAll(letter)) {
    before.fill(letters.length, index, index + one.length);
    letters += printable(one).replaceAll(' ', '');
    after.fill(letters.length, index + 1, index + one.length + 1);
  }
  return {letters, before, after};
}

function roleOf(part: Part): Role {
  return part && typeof part !== 'string' ? part[0] : 'plain';
}
