import {printable} from '../text/printable.js';

/** Cells of a sentence, and of any other piece of text from outside. */
const MOST_CELLS = 400;

/** A block that no line of its text can end. */
export function fenced(kind: string, text: string): string[] {
  const longest = (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return [fence + kind, text, fence];
}

/** A table; what is one word stands as code. */
export function tableRows(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(header),
    line(header.map(() => '---')),
    ...rows.map(row => line(row.map(text => (text.includes(' ') ? prose(text) : code(text))))),
  ];
}

/**
 * Outside text among ours: what means something to Markdown or HTML is escaped, and so are the colon and the dot that would
 * make a link of it. A name after an `@` must not call somebody to the ticket that this is pasted into, nor a number after a `#`, `!`
 * or such a sign refer to another one.
 */
export function prose(text: string): string {
  return printable(text, MOST_CELLS)
    .replace(/[\\`*_{}[\]<>#|~&:@$^]/g, '\\$&')
    .replace(/\.(?=\w)/g, '\\.')
    .replace(/^(\d*)([-+=.)])/, '$1\\$2')
    .replace(/(?<=[@#!])(?=\w)|(?<=[$%~&])(?=\d)/g, '<!-- -->');
}

/** An id or a number. A table ends at a `|` even in here, and a backtick ends the code, so text with either is prose. */
export function code(text: string): string {
  const safe = printable(text, MOST_CELLS);
  return safe === '' ? '' : /[`|\\]/.test(safe) || safe.trim() === '' ? prose(text) : `\`${safe}\``;
}
