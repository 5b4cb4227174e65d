import {render} from 'ink-testing-library';
import type {Observation} from '../../source/call/observation.js';
import {Screen} from '../../source/screen/app.js';
import type {Look} from '../../source/screen/look.js';
import type {Model} from '../../source/store/model.js';
import {press} from '../../source/store/press.js';
import {firstView, type ViewState} from '../../source/store/view-state.js';
import {emptyWorld} from '../../source/world/world.js';
import {fold} from '../helpers/fold.js';

const plain: Look = {depth: 'none', ascii: false};

/** A model of what was observed, with every payload at hand, at the moment of the last observation. */
export function modelOf(observations: readonly Observation[], view: Partial<ViewState> = {}): Model {
  return {
    world: fold(emptyWorld(), observations),
    view: {...firstView, ...view},
    now: observations.at(-1)?.at ?? 0,
    waiting: 0,
    payloads: new Map(observations.map(each => [each.seq, each])),
    mode: 'replay',
    can: {simulate: false, snapshot: true, scenarios: []},
    keys: new Map(),
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

/** The rows of the screen, without the blanks at their ends. */
export function frame(model: Model, look: Look = plain): string[] {
  const app = render(<Screen model={model} look={look} />);
  const rows = (app.lastFrame() ?? '').split('\n').map(row => row.trimEnd());
  app.unmount();
  return rows;
}
