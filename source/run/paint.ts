import type {Paint, Tone} from '../output/text-line.js';
import {charsetOf} from '../terminal/abilities.js';
import {type Paints, paint, type Style} from '../terminal/style.js';
import {ascii, printable, type Safe} from '../text/printable.js';

const styles: Readonly<Record<Tone, Style>> = {
  good: {color: 'green'},
  bad: {color: 'red', bold: true},
  warning: {color: 'yellow'},
  quiet: {color: 'gray'},
  plain: {},
};

type Stream = {readonly isTTY?: boolean};

/** Whether lines are ASCII only: as the person says, else where they go to a terminal whose locale has another charset than UTF-8. */
export function isAsciiLine({isTTY}: Stream, chosen?: boolean): boolean {
  return chosen ?? (isTTY === true && charsetOf(process.env) === 'other');
}

/** Lines as a stream gets them. */
export function forStream(stream: Stream, lines: string, chosen?: boolean): string {
  return isAsciiLine(stream, chosen) ? ascii(lines as Safe) : lines;
}

/** Colours for lines on a terminal. */
export function linePaint(paints: Paints): Paint {
  return (tone, text) => paint(styles[tone], printable(text, 1000), paints);
}
