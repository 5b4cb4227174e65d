import {encode} from 'uqr';
import type {Inside} from '../store/layout.js';
import {type Safe, safe} from '../text/printable.js';
import type {Part} from './row.js';

/** Modules of light at each side of a code, as the standard wants it; above and below fewer are still read, where there is less room. */
const BESIDE = 4;
const ABOVE = [4, 2, 1];

/**
 * A text as a QR code in so much room at most, dark on light on any background; none where it does not fit. Two modules are one cell, one above
 * the other; in ASCII a module is two cells without a character.
 */
export function qrRows(text: string, {width, height}: Inside, ascii = false): readonly Part[][] {
  const data = codeOf(text);
  if ((data.length + 2 * BESIDE) * (ascii ? 2 : 1) > width) return [];
  const drawn = ABOVE.map(above => {
    const code = framed(data, above);
    return ascii ? code.map(inTwoCells) : inHalves(code);
  });
  return drawn.find(rows => rows.length <= height) ?? [];
}

type Code = readonly (readonly boolean[])[];

/** The code that was drawn last: the next frame has the same. */
let last: {text: string; data: Code} | undefined;

function codeOf(text: string): Code {
  if (last?.text !== text) last = {text, data: encode(text, {ecc: 'L', boostEcc: true, border: 0}).data};
  return last.data;
}

function framed(data: Code, above: number): Code {
  const light = (count: number) => Array.from({length: count}, () => false);
  const rows = data.map(row => [...light(BESIDE), ...row, ...light(BESIDE)]);
  const edge = Array.from({length: above}, () => light(data.length + 2 * BESIDE));
  return [...edge, ...rows, ...edge];
}

/** By whether the upper module is dark, and the lower one. */
const halves: readonly (readonly [Safe, Safe])[] = [
  [safe` `, safe`▄`],
  [safe`▀`, safe`█`],
];

function inHalves(code: Code): Part[][] {
  const above = code.filter((_, y) => y % 2 === 0);
  return above.map((row, i) => {
    const below = code[2 * i + 1] ?? [];
    return [['paper', row.map((dark, x) => halves[Number(dark)]?.[Number(below[x] ?? false)] ?? '').join('') as Safe]];
  });
}

function inTwoCells(row: readonly boolean[]): Part[] {
  return row.map((dark): Part => [dark ? 'ink' : 'paper', safe`  `]);
}
