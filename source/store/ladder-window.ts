import {type Ladder, ladderOf} from '../world/read/ladder.js';
import {geometryOf} from './ladder-geometry.js';
import type {Inside} from './layout.js';
import type {Model} from './model.js';
import {chosenCall, chosenRow} from './select.js';
import {eventsWindow} from './windows.js';

/**
 * The part of the ladder that can be seen: its events, and its parties. These follow the event that is chosen, or the newest,
 * unless somebody went to others since it is.
 */
export function ladderWindow(model: Model, inside: Inside) {
  const call = chosenCall(model);
  const window = eventsWindow(model, inside);
  const {rows, start, height, chosen} = window;
  if (!call || rows.length === 0) return undefined;
  const ladder = ladderOf(model.world, call, rows, start, start + height);
  const {lanes} = model.view;
  const first = lanes && lanes.event === chosen ? lanes.first : firstLane(ladder, inside.width, chosen);
  return {...window, call, ladder, geometry: geometryOf(ladder.lanes, inside.width, first)};
}

/** The first party of those, as many as fit, of whom one has to do with an event, or with one of those before it. */
function firstLane({lanes, steps}: Ladder, width: number, event: number | undefined): number {
  const behind = lanes.findIndex(({kind}) => kind === 'application') + 1;
  const upTo = steps.findIndex(({row}) => row === event) + 1 || steps.length;
  const lane = steps.slice(0, upTo).findLast(({signal}) => signal !== undefined && signal.lane >= behind)?.signal?.lane;
  const {before, after, lines} = geometryOf(lanes, width, 0);
  const others = lanes.length - behind;
  const shown = others - before - after;
  if (lane === undefined || lines.has(lane)) return 0;
  // By whole pages: that moves seldom.
  const page = Math.max(1, shown);
  return Math.min(Math.floor((lane - behind) / page) * page, others - page);
}

/** The view with the parties of the ladder moved by so many; the last one stays in sight. */
export function withLanes(model: Model, inside: Inside, by: number): Model['view'] {
  const {view} = model;
  const window = ladderWindow(model, inside);
  if (!window) return view;
  const {before, after, lines} = window.geometry;
  const behind = window.ladder.lanes.findIndex(({kind}) => kind === 'application');
  const seen = [...lines.keys()].filter(lane => lane > behind).length;
  const first = Math.max(0, Math.min(before + by, before + seen + after - 1));
  return first === before ? view : {...view, lanes: {first, event: chosenRow(model)}};
}
