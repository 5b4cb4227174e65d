import {clip, repeat, type Safe, safe, widthOf} from '../../text/printable.js';

/** Which end has the head. */
export type Head = 'left' | 'right' | 'none';

/** An arrow of exactly `width` cells with a text in its middle: `── ringing ─▸`. */
export function arrow(text: Safe, width: number, head: Head): Safe {
  if (width <= 0) return safe``;
  const room = width - (head === 'none' ? 0 : 1);
  const shown = clip(text, room);
  const rest = room - widthOf(shown);
  const gap = rest >= 2 && shown !== '' ? safe` ` : safe``;
  const dashes = rest - 2 * widthOf(gap);
  const before = Math.ceil(dashes / 2);
  const shaft = safe`${repeat(safe`─`, before)}${gap}${shown}${gap}${repeat(safe`─`, dashes - before)}`;
  return head === 'left' ? safe`◂${shaft}` : head === 'right' ? safe`${shaft}▸` : shaft;
}
