import type {Model} from '../../store/model.js';
import {printable, type Safe, safe} from '../../text/printable.js';
import {stateOf} from '../../world/read/state.js';
import {spanOf, type Timings} from '../../world/read/timings.js';
import type {Conversation} from '../../world/world.js';
import type {Span} from '../bar.js';

/** The time that all bars of a call share, ms since the epoch; `now` is where live spans end. */
export type Axis = {from: number; to: number; now: number};

/** From the first stamp of the call to its last, or to now; at least ten seconds, so that bars do not jump at the start. */
export function axisOf(model: Model, call: Conversation): Axis {
  const lag = call.lag ?? 0;
  const {from = call.firstSeenAt - lag, to} = spanOf(model.world, call);
  const now = Math.max(from, (stateOf(call) === 'active' ? model.now : call.lastSeenAt) - lag);
  return {from, to: Math.max(to ?? now, from + 10_000), now};
}

/** The parts of a leg's life; `now` is where a live leg's last part ends. */
export function spansOf(t: Timings, now: number | undefined): Span[] {
  const over = t.endedAt ?? now ?? t.answeredAt ?? t.ringingAt ?? t.startedAt ?? 0;
  const spans: Span[] = [
    {kind: 'set-up', from: t.startedAt ?? t.ringingAt ?? t.answeredAt, to: t.ringingAt ?? t.answeredAt ?? over},
    {kind: 'ringing', from: t.ringingAt, to: t.answeredAt ?? over},
    {kind: 'talking', from: t.answeredAt, to: over},
  ];
  // Stamps that contradict each other make no bar.
  return spans.filter(({from = 0, to}) => to >= from);
}

/** The cell of a time on an axis of `width` cells; what lies outside is at its edge. */
export function cellOf(axis: Axis, width: number, at: number): number {
  const cell = Math.floor(((at - axis.from) * width) / Math.max(1, axis.to - axis.from));
  return Math.max(0, Math.min(width - 1, cell));
}

/** Steps that people count in, ms: seconds, minutes, hours. */
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800].map(s => s * 1000);

/** Marks on the axis at round distances from its start, at least `apart` cells from one another. */
export function ticksOf(axis: Axis, width: number, apart: number): {at: number; text: Safe}[] {
  const length = Math.max(1, axis.to - axis.from);
  const step = steps.find(each => (each * width) / length >= apart) ?? length;
  const ticks = [];
  for (let ms = 0; ms < length && ticks.length <= width; ms += step) {
    ticks.push({at: cellOf(axis, width, axis.from + ms), text: lengthOf(ms)});
  }
  return ticks;
}

function lengthOf(ms: number): Safe {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return safe`${seconds}s`;
  const rest = seconds % 60;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return printable(rest === 0 ? `${minutes}m` : `${minutes}m${rest}s`);
  return printable(`${Math.floor(minutes / 60)}h${minutes % 60 === 0 ? '' : `${minutes % 60}m`}`);
}
