import type {Observation} from '../../source/call/observation.js';
import {frameDrawer} from '../../source/screen/frame.js';
import {line} from '../../source/screen/line.js';
import type {Look} from '../../source/screen/look.js';
import {type PaneView, type Pen, penOf} from '../../source/screen/pane-view.js';
import {panes} from '../../source/screen/panes.js';
import {Altered} from '../../source/store/altered.js';
import {keysInForce} from '../../source/store/commands/choose-keys.js';
import type {Model} from '../../source/store/model.js';
import {press} from '../../source/store/press.js';
import {firstView, type ViewState} from '../../source/store/view-state.js';
import {emptyWorld} from '../../source/world/world.js';
import {fold} from '../helpers/fold.js';

const plain: Look = {depth: 'none', ascii: false};

/** A model of what was observed, with every payload at hand, at the moment of the last observation. */
export function modelOf(observations: readonly Observation[], view: Partial<ViewState> = {}): Model {
  const world = fold(emptyWorld(), observations);
  return {
    world,
    latest: world,
    view: {...firstView, ...view},
    now: observations.at(-1)?.at ?? 0,
    waiting: 0,
    panes,
    memo: {altered: new Altered()},
    payloads: new Map(observations.map(each => [each.seq, each])),
    mode: 'replay',
    can: {simulate: false, snapshot: true, scenarios: []},
    keys: keysInForce(new Map()),
    file: 'call.ndjson',
    isComplete: true,
  };
}

/** The model after some keys. */
export function pressed(model: Model, ...keys: string[]): Model {
  let now = model;
  for (const key of keys) now = {...now, view: press(now, key).view ?? now.view};
  return now;
}

/** What panes are written with, for a screen of a look. */
export const penFor = (look: Look = plain): Pen => penOf({view: firstView}, look.depth);

/** The rows of a pane that are no tables, as lines of a width. */
export function linesOf(rows: PaneView['rows'], width: number, look: Look = plain): string[] {
  return rows.flatMap(row => ('parts' in row ? line(look, width, row) : []));
}

/** The rows of the screen, without the blanks at their ends. */
export function frame(model: Model, look: Look = plain): string[] {
  return frameDrawer(look)(model).map(row => row.trimEnd());
}
