import {coveringInside, type Inside, type Layout, layoutOf, type PaneFrame} from './layout.js';
import type {Model} from './model.js';
import type {PaneId} from './view-state.js';

/** The observations that must be read back for the panes on the screen. */
export function wantedPayloads(model: Model): number[] {
  return panesOf(model)
    .flatMap(({frames}) => frames.flatMap(({pane}) => model.panes[pane].payloads?.(model) ?? []))
    .filter(seq => seq !== undefined)
    .concat(model.view.overlay === 'comparison' ? comparedReplies(model) : []);
}

/** Replies whose bodies are read back for a comparison: what a long call has more of is compared by its actions' names. */
const MOST_READ = 200;

/** The seqs of the NCCOs of both calls that are compared. */
function comparedReplies({view, world}: Model): number[] {
  const {log} = world;
  return view.markedCalls
    .flatMap(id => world.conversations.get(id)?.rows ?? [])
    .filter(row => log.nccos.has(row))
    .slice(0, MOST_READ)
    .flatMap(row => log.replyOf(row) ?? []);
}

const layouts = new WeakMap<Model, Layout>();

/** The panes on the screen, as large as what they hold asks for. */
export function panesOf(model: Model): Layout {
  const known = layouts.get(model);
  if (known) return known;
  const layout = layoutOf(model.view, {
    slots: model.panes,
    wishes: (pane, width) => ({rows: model.panes[pane].wish(model, width), step: model.panes[pane].step?.(width)}),
  });
  layouts.set(model, layout);
  return layout;
}

/** The inside of a frame, without its border. */
export function insideOf({width, height}: Pick<PaneFrame, 'width' | 'height'>): Inside {
  return {width: width - 2, height: Math.max(0, height - 2)};
}

/** The inside of a pane; of all panes together, where it is not on the screen. */
export function roomOf(model: Model, pane: PaneId): Inside {
  const frame = panesOf(model)
    .flatMap(({frames}) => frames)
    .find(each => each.pane === pane);
  return frame ? insideOf(frame) : coveringInside(model.view);
}
