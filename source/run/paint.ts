import type {Paint, Tone} from '../output/text-line.js';
import {type ColorDepth, paint, type Style} from '../terminal/style.js';
import {printable} from '../text/printable.js';

const styles: Readonly<Record<Tone, Style>> = {
  good: {color: 'green'},
  bad: {color: 'red', bold: true},
  warning: {color: 'yellow'},
  quiet: {dim: true},
  plain: {},
};

/** Colours for lines on a terminal. */
export function linePaint(depth: ColorDepth): Paint {
  return (tone, text) => paint(styles[tone], printable(text, 1000), depth);
}
