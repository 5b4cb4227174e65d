import type {Way} from '../../call/event-types.js';
import {lowest} from '../../call/extremes.js';
import type {Geometry} from '../../store/ladder-geometry.js';
import {printable, type Safe, safe} from '../../text/printable.js';
import type {LadderStep, Lane} from '../../world/read/ladder.js';
import type {Role} from '../roles.js';
import {agreementSigns} from './agreement.js';
import {arrow, type Head} from './arrow.js';
import {type Canvas, put} from './canvas.js';
import {type Drawing, lineBefore} from './drawing.js';

/** The arrow between Vonage and a party; behind the application's lane it begins where the reply ends. */
export function putSignal(
  {geometry, lanes, print}: Drawing,
  row: Canvas,
  step: LadderStep,
  {lane, way}: NonNullable<LadderStep['signal']>,
  role: Role,
): void {
  const at = geometry.lines.get(lane);
  const isCrossing = at === undefined || at > geometry.vonage;
  // Where a webhook's arrow or a note says it, the signs stand there.
  const signs = isCrossing && !step.request ? agreementSigns(step) : safe``;
  const text = safe`${print(step.text, 60)}${signs}`;
  if (at !== undefined && at < geometry.vonage) {
    const head: Head = way === 'to-vonage' ? 'right' : way === 'to-party' ? 'left' : 'none';
    put(row, at + 1, arrow(text, geometry.vonage - at - 1, head), role);
    if (way === 'end') put(row, at, safe`×`, role);
    return;
  }
  const from = step.request ? geometry.arrows : geometry.vonage + 1;
  if (at === undefined) {
    putHidden(geometry, row, {from, lane, lanes, text: step.request ? safe`` : text, way, role});
    return;
  }
  const labelled = Math.max(from, lineBefore(geometry, at) + 1);
  cross(geometry, row, from, labelled, role);
  put(
    row,
    labelled,
    arrow(text, at - labelled, labelled === from ? headOf(way) : way === 'to-party' ? 'right' : 'none'),
    role,
  );
  if (labelled !== from && way === 'to-vonage') put(row, from, safe`◂`, role);
  if (way === 'end') put(row, at, safe`×`, role);
}

type Hidden = {from: number; lane: number; lanes: readonly Lane[]; text: Safe; way: Way; role: Role};

/** An arrow to a party that is scrolled away: it says whose it is, and goes to the edge or behind the application. */
function putHidden(geometry: Geometry, row: Canvas, {from, lane, lanes, text, way, role}: Hidden): void {
  const party = lanes[lane];
  const label = party?.kind === 'party' ? printable(party.label) : safe``;
  const first = Math.min(geometry.width, lowest([...geometry.lines.values()].filter(x => x >= from)));
  const end = lane < firstShown(geometry) ? Math.max(first, geometry.arrows) : geometry.width;
  cross(geometry, row, from, end, role);
  put(
    row,
    from,
    arrow(safe`${label}${text === '' ? text : safe` ${text}`}`, first - from, way === 'to-vonage' ? 'left' : 'none'),
    role,
  );
  if (way === 'to-party') put(row, end - 1, safe`▸`, role);
}

/** A plain shaft, crossing the lifelines on its way. */
function cross({lines}: Geometry, row: Canvas, from: number, to: number, role: Role): void {
  const crossed = new Set(lines.values());
  for (let x = from; x < to; x++) put(row, x, crossed.has(x) ? safe`┼` : safe`─`, role);
}

function headOf(way: Way): Head {
  return way === 'to-vonage' ? 'left' : way === 'to-party' ? 'right' : 'none';
}

function firstShown({lines, application}: Geometry): number {
  return lowest([...lines].flatMap(([lane, x]) => (x > application ? [lane] : [])));
}
