import {printable, safe} from '../../terminal/text.js';
import type {Step} from '../../world/ladder.js';
import type {Role} from '../look.js';
import {arrow, type Head} from './arrow.js';
import {type Canvas, put} from './canvas.js';
import {type Drawing, lineBefore} from './drawing.js';
import type {Geometry} from './geometry.js';

/** The arrow between Vonage and a party; behind the application's lane it begins where the reply ends. */
export function putSignal(
  {geometry, lanes}: Drawing,
  row: Canvas,
  step: Step,
  {lane, way}: NonNullable<Step['signal']>,
  role: Role,
): void {
  const text = printable(step.text, 60);
  const at = geometry.lines.get(lane);
  if (at !== undefined && at < geometry.vonage) {
    const head: Head = way === 'to-vonage' ? 'right' : way === 'to-party' ? 'left' : 'none';
    put(row, at + 1, arrow(text, geometry.vonage - at - 1, head), role);
    if (way === 'end') put(row, at, safe`×`, role);
    return;
  }
  const party = lanes[lane];
  const hidden = at === undefined && party?.kind === 'party' ? safe`${printable(party.label)} ` : safe``;
  const isBefore = at === undefined && lane < firstShown(geometry);
  const end = at ?? (isBefore ? endBefore(geometry) : geometry.width);
  const from = step.request ? geometry.arrows : geometry.vonage + 1;
  const labelled = Math.max(
    from,
    at === undefined && !isBefore ? lastLine(geometry) + 1 : lineBefore(geometry, end) + 1,
  );
  const head: Head = way === 'to-vonage' ? 'left' : way === 'to-party' ? 'right' : 'none';
  for (let x = from; x < labelled; x++) put(row, x, isLine(geometry, x) ? safe`┼` : safe`─`, role);
  const alone = labelled === from;
  put(row, labelled, arrow(safe`${hidden}${text}`, end - labelled, alone || head === 'right' ? head : 'none'), role);
  if (!alone && head === 'left') put(row, from, safe`◂`, role);
  if (way === 'end' && at !== undefined) put(row, at, safe`×`, role);
}

function firstShown({lines, application}: Geometry): number {
  return Math.min(Number.POSITIVE_INFINITY, ...[...lines].flatMap(([lane, x]) => (x > application ? [lane] : [])));
}

function endBefore({lines, application, width}: Geometry): number {
  return Math.min(width, ...[...lines.values()].filter(x => x > application));
}

function lastLine({lines, arrows}: Geometry): number {
  return Math.max(arrows - 1, ...lines.values());
}

function isLine({lines}: Geometry, x: number): boolean {
  for (const each of lines.values()) if (each === x) return true;
  return false;
}
